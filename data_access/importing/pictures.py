"""Looks into the pictures of a package: what they are, how large, and that none tells where it was taken."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64decode

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngImageFile
from sqlalchemy import Connection, select

from data_access.importing.descriptor import record_tables
from data_access.importing.package import Package
from data_access.importing.problems import Problems
from data_access.importing.tables import TableRows
from data_access.schema import Story

LARGEST = 1_000_000
FORMATS = ("JPEG", "PNG")
# XMP, another way of writing down where a picture was taken.
XMP_PLACE = re.compile(rb"GPS(?:Dest)?(?:Latitude|Longitude)")

NOT_BASE64 = "This is not Base64. Write the picture's bytes in Base64, without spaces or a heading."
NO_PICTURE = "This is no JPEG or PNG that can be read. Export the picture as one of them."
TELLS_PLACE = (
    "The picture says where it was taken: if a place leaks, a mine is robbed. "
    "Export it without location, or remove its metadata."
)


def check_pictures(rows: TableRows, package: Package, connection: Connection, problems: Problems) -> None:
    """Notes pictures of no story, and those that are no JPEG or PNG, too large, or tell their place."""
    in_package = package.keys(record_tables()[Story.__tablename__], ("id",))
    known = {story for (story,) in in_package or ()} | set(connection.scalars(select(Story.id)))
    for row in rows.rows:
        story, image = row.key(("story_id", "image"))
        if row.even and story is not None and in_package is not None and story not in known:
            reason = "There is no story with this code, neither in the package nor in the store."
            rows.refuse(row, ("story_id",), reason, problems)
        if row.even and image is not None and (reason := _wrong_with(image)):
            problems.add(rows.table.name, row.line, "image", image, reason)


def _wrong_with(written: str) -> str:
    """Why a picture in Base64 can't be taken; empty if it can."""
    try:
        image = b64decode(written, validate=True)
    except ValueError:
        return NOT_BASE64
    if len(image) > LARGEST:
        return f"The picture has {len(image):,} bytes, and may have {LARGEST:,}. Make it smaller."
    try:
        with warnings.catch_warnings():
            # Of a spoilt file, or one that unfolds into a huge picture, Pillow only warns at first.
            warnings.simplefilter("error")
            return TELLS_PLACE if _tells_place(image) else ""
    except Exception:  # whatever a file made to deceive makes of Pillow: what can't be read can't be trusted
        return NO_PICTURE


def _tells_place(image: bytes) -> bool:
    """Whether the picture's metadata hold a place; reads the whole picture, and raises if it is spoilt."""
    with Image.open(io.BytesIO(image), formats=FORMATS) as picture:
        picture.load()
        texts = picture.text.values() if isinstance(picture, PngImageFile) else ()
        written = b" ".join([image, *(str(text).encode() for text in texts)])
        return bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo) or XMP_PLACE.search(written))
