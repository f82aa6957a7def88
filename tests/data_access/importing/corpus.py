"""The corpus: awkward files as partners send them, each with what has to come of it.

The files themselves lie in ``corpus_files/``, with the bytes that matter; workbooks are written when they are
needed. ``corpus_case`` says what a case is.
"""

from __future__ import annotations

from tests.data_access.importing import (
    corpus_conventions,
    corpus_forms,
    corpus_open_document,
    corpus_packages,
    corpus_texts,
    corpus_workbooks,
)
from tests.data_access.importing.corpus_case import CORPUS, Case

CASES: list[Case] = [
    *corpus_texts.CASES,
    *corpus_conventions.CASES,
    *corpus_packages.CASES,
    *corpus_workbooks.CASES,
    *corpus_open_document.CASES,
    *corpus_forms.CASES,
]

__all__ = ["CASES", "CORPUS", "Case"]
