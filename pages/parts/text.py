"""Texts from the store and from links on a page: none of them becomes a link, an image or a heading."""

from __future__ import annotations

import re

from data_access.isolation import isolated

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:&])")
# Where an address would become a link in spite of all escapes, an invisible character keeps it apart.
ADDRESSES = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """Text from the store with its Markdown escaped: a name must not become a link or an image."""
    return MARKDOWN.sub(r"\\\1", ADDRESSES.sub(WORD_JOINER, text))


def quoted(text: str) -> str:
    """What somebody wrote into a link or a box, between quotation marks that it does not disturb."""
    return plain(f"“{isolated(text)}”")


def emphasised(text: str) -> str:
    """Text of ours in which ``**`` may emphasise, with all other Markdown escaped."""
    return plain(text).replace(r"\*\*", "**")
