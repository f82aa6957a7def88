"""Whose decks and files these are: a name, a logo and two colours, from the environment.

``BRAND_NAME``, ``BRAND_LOGO`` (a PNG or JPEG file), ``BRAND_PRIMARY`` and ``BRAND_ACCENT`` (hex colours).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, FilePath, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from exhibits.export.deck import Brand
from exhibits.theme import LIGHT

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
GOLD_BROWN = "#8A5A00"


class BrandRefused(ValueError):
    """Settings of a brand that can't be used; the message says which and why."""


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="BRAND_")

    name: str = ""
    logo: FilePath | None = None
    primary: Colour = LIGHT.own
    accent: Colour = GOLD_BROWN


@cache
def brand() -> Brand:
    """The brand of this installation; raises BrandRefused."""
    try:
        said = _Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"BRAND_{str(each['loc'][0]).upper()} is {each['input']!r}: {each['msg']}"
            for each in error.errors()
        )
        raise BrandRefused(wrong) from error
    return Brand(said.name, _picture(said.logo), said.primary, said.accent)


def _picture(path: Path | None) -> bytes | None:
    if path is None:
        return None
    content = path.read_bytes()
    if not content.startswith(PICTURES):
        raise BrandRefused(f"BRAND_LOGO names {path}, which is no PNG or JPEG picture.")
    return content
