"""Settings for signing in as an administrator of the server writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

Write = Callable[[str], None]


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Write]:
    """Puts a text into the secrets file, and lets it be read anew."""
    before, file = config.get_option("secrets.files"), tmp_path / "secrets.toml"

    def write(text: str) -> None:
        file.write_text(text, "utf-8")
        config.set_option("secrets.files", [str(file)])
        secrets_singleton._reset()

    yield write
    config.set_option("secrets.files", before)
    secrets_singleton._reset()
