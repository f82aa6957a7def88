"""Looks into the pictures of a package: what they are, how large, and that none tells where it was taken."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64decode

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngImageFile
from sqlalchemy import Table, exists, literal, select

from data_access.importing.staging import Stage
from data_access.schema import Photo, Story

PHOTO: Table = Photo.__table__  # type: ignore[assignment]
STORY: Table = Story.__table__  # type: ignore[assignment]
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


def check_pictures(stage: Stage) -> None:
    """Refuses pictures that are no JPEG or PNG, are too large, or tell their place."""
    staged = stage.tables[PHOTO.name]
    images = select(staged.c.line, staged.c.image).where(staged.c.image.is_not(None))
    for line, image in stage.connection.execute(images.execution_options(yield_per=1)):
        if reason := _wrong_with(image):
            stage.problems.refuse_row(PHOTO.name, line, "image", image, reason)
    stage.take_refusals()
    stage.mark(PHOTO.name)


def check_stories(stage: Stage, unreadable: frozenset[str], *, accepted_only: bool = False) -> None:
    """Refuses pictures of a story that is there in no language."""
    if STORY.name in unreadable:
        return
    staged = stage.tables[PHOTO.name]
    nowhere = ~exists().where(STORY.c.id == staged.c.story_id)
    if STORY.name in stage.tables:
        story = stage.tables[STORY.name].alias("story_staged")
        accepted = story.c.refused.is_(False) if accepted_only else literal(True)
        nowhere &= ~exists().where(story.c.id == staged.c.story_id, accepted)
    found = select(staged).where(staged.c.story_id.is_not(None), nowhere)
    if accepted_only:
        found = found.where(staged.c.refused.is_(False))
    reason = "There is no story with this code, neither in the package nor in the store."
    stage.refuse(PHOTO, ("story_id",), found, reason)


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
