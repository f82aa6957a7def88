"""Texts of the store that are not there in the language spoken: in which one they are."""

from __future__ import annotations

from babel import Locale

from data_access.language import say, spoken


def language_name(code: str) -> str:
    """What a language is called in the language spoken."""
    return str(Locale(spoken()).languages.get(code, code))


def told_in(language: str) -> str:
    """That a story is told in another language than the one spoken; else nothing."""
    if language == spoken():
        return ""
    return say("Told in {language}: there is no translation yet.", language=language_name(language))


def written_in(language: str) -> str:
    """That a note is written in another language than the one spoken; else nothing."""
    if language == spoken():
        return ""
    return say("Written in {language}: there is no translation yet.", language=language_name(language))


def in_another(title: str, language: str) -> str:
    """A title, and in brackets in which language it stands where it is not the one spoken."""
    if language == spoken():
        return title
    return say("{title} (in {language})", title=title, language=language_name(language))
