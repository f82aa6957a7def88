"""Pictures of a package: what may be taken in, and what is told of all others."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import Engine, select

from data_access.importing import import_package
from data_access.importing.pictures import LARGEST
from data_access.schema import Photo
from tests.data_access.importing.packages import Tables, refusal, tiny, write

XMP = '<rdf:Description exif:GPSLatitude="15,18.7N"/>'
NO_PICTURE = "This is no JPEG or PNG that can be read."
TELLS_PLACE = "The picture says where it was taken: if a place leaks, a mine is robbed."


def saved(kind: str = "JPEG", *, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#0B6E69").save(file, kind, **options)
    return file.getvalue()


def exif(tag: int, value: object, within: int | None = None) -> Image.Exif:
    found = Image.Exif()
    (found if within is None else found.get_ifd(within))[tag] = value
    return found


def placed() -> Image.Exif:
    return exif(ExifTags.GPS.GPSLatitudeRef, "N", ExifTags.IFD.GPSInfo)


def noted(text: str, *, compressed: bool) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", text, zip=compressed)
    return info


def noise(side: int) -> bytes:
    """A PNG that can't be made small."""
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), Random(1).randbytes(side * side * 3)).save(file, "PNG")
    return file.getvalue()


def unfolding() -> bytes:
    """A small file of a picture of 100 million pixels."""
    file = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(file, "PNG", optimize=True)
    return file.getvalue()


def with_picture(image: str, **cells: str) -> Tables:
    row = {"id": "P1", "story_id": "S1", "caption": "A plant", "consent_on": "2024-05-01", "image": image}
    return tiny() | {"photo": [row | cells]}


def written(image: bytes) -> str:
    return b64encode(image).decode()


@pytest.mark.parametrize(
    "image",
    [
        lambda: saved("JPEG"),
        lambda: saved("PNG"),
        lambda: saved("JPEG", exif=exif(ExifTags.Base.Make, "Camera")),
        lambda: noise(500),  # longer than the 131,072 characters at which the csv module stops by itself
    ],
    ids=["jpeg", "png", "camera", "long"],
)
def test_a_picture_is_taken_in_as_it_is(engine: Engine, tmp_path: Path, image: Callable[[], bytes]) -> None:
    made = written(image())
    import_package(engine, write(tmp_path / "package", with_picture(made)))
    with engine.connect() as connection:
        assert connection.scalars(select(Photo.image)).all() == [made]


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (lambda: "not base64!", "This is not Base64."),
        (lambda: written(saved()) + "\n", "This is not Base64."),
        (lambda: "data:image/png;base64," + written(saved("PNG")), "This is not Base64."),
        (lambda: written(b"<svg onload='alert(1)'/>"), NO_PICTURE),
        (lambda: written(saved("GIF")), NO_PICTURE),
        (lambda: written(saved("WEBP")), NO_PICTURE),
        (lambda: written(saved(size=(400, 300))[:700]), NO_PICTURE),
        (lambda: written(unfolding()), NO_PICTURE),
        (lambda: written(noise(640)), "The picture has 1,2"),
        (lambda: written(saved("JPEG", exif=placed())), TELLS_PLACE),
        (lambda: written(saved("PNG", exif=placed().tobytes())), TELLS_PLACE),
        (lambda: written(saved("JPEG", xmp=XMP.encode())), TELLS_PLACE),
        (lambda: written(saved("PNG", pnginfo=noted(XMP, compressed=False))), TELLS_PLACE),
        (lambda: written(saved("PNG", pnginfo=noted(XMP, compressed=True))), TELLS_PLACE),
    ],
)
def test_a_picture_that_may_not_be_taken_in(
    engine: Engine, tmp_path: Path, image: Callable[[], str], reason: str
) -> None:
    made = image()
    (problem,) = refusal(engine, write(tmp_path / "package", with_picture(made)))
    assert (problem.table, problem.row, problem.column, problem.value) == ("photo", 2, "image", made)
    assert problem.reason.startswith(reason)
    assert len(str(problem)) < 300


def test_the_largest_picture_that_may_be_taken_in_is_a_megabyte(engine: Engine, tmp_path: Path) -> None:
    image = saved("JPEG")
    # What follows the end of a JPEG is not looked at.
    full = image + b"\0" * (LARGEST - len(image))
    import_package(engine, write(tmp_path / "package", with_picture(written(full))))
    (problem,) = refusal(
        engine,
        write(
            tmp_path / "more",
            {"photo": [{"id": "P2", "story_id": "S1", "caption": "A plant", "image": written(full + b"\0")}]},
        ),
    )
    assert problem.reason == "The picture has 1,000,001 bytes, and may have 1,000,000. Make it smaller."


def test_a_picture_of_a_story_that_is_not_there(engine: Engine, tmp_path: Path) -> None:
    tables = with_picture(written(saved()), story_id="S9")
    (problem,) = refusal(engine, write(tmp_path / "package", tables))
    assert (problem.row, problem.column, problem.value) == (2, "story_id", "S9")
    assert problem.reason == "There is no story with this code, neither in the package nor in the store."


def test_a_picture_may_come_after_its_story(engine: Engine, tmp_path: Path) -> None:
    import_package(engine, write(tmp_path / "first", tiny()))
    photo = with_picture(written(saved()))["photo"]
    assert import_package(engine, write(tmp_path / "second", {"photo": photo})).row_count == 1


def test_a_picture_is_not_blamed_for_stories_that_cannot_be_read(engine: Engine, tmp_path: Path) -> None:
    folder = write(tmp_path / "package", with_picture(written(saved()), story_id="S9"))
    (folder / "story.csv").write_text("")
    assert {problem.table for problem in refusal(engine, folder)} == {"story"}


def test_the_same_holds_for_all_that_is_wrong_at_once(engine: Engine, tmp_path: Path) -> None:
    told = refusal(engine, write(tmp_path / "package", with_picture("?", story_id="S9", consent_on="soon")))
    assert [problem.column for problem in told] == ["consent_on", "story_id", "image"]
