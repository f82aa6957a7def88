"""Pages as a viewer opens them: always through the router, never a page's file alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROUTER = Path(__file__).parents[2] / "pages" / "navigation.py"
# The pages of a selection's charts; each of the others has tests of its own.
PAGES = (
    *("overview", "map", "stages", "training", "protection", "plans"),
    *("gold", "premium", "mercury"),
)
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no server in these tests that could tell where a viewer connects from: it is here."""
    monkeypatch.setattr("pages.parts.viewer.here", lambda: True)


@pytest.fixture
def open_page(sample_sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page by its link on the sample store: ``open_page("map", country=["PE"])``."""
    monkeypatch.setenv("DATABASE_URL", sample_sqlite_store_url)
    return opened


@pytest.fixture(scope="session", params=PAGES)
def full(request: pytest.FixtureRequest, sample_sqlite_store_url: str) -> AppTest:
    """Each page in turn as it opens for a viewer who has chosen nothing; not to be clicked on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", sample_sqlite_store_url)
        return opened(request.param)


@pytest.fixture
def store_file(
    copied_sample: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A sample store of the test's own, to change, to spoil or to take away; the pages read it."""
    own = copied_sample(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{own}")
    return own


def opened(page: str = "overview", **parameters: str | list[str]) -> AppTest:
    """A page opened by its link, with the parameters in its URL."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name.rstrip("_")] = value  # `from` is a word of Python's: `from_`
    if page != "overview":
        app.switch_page(f"{page}.py")
    return app.run()


def go_to(app: AppTest, page: str) -> AppTest:
    """The same viewer on another page; the browser drops the parameters on the way."""
    app.query_params.clear()
    return app.switch_page(f"{page}.py").run()


def titles(app: AppTest) -> list[str]:
    """The titles of the exhibits on the page, and of its parts."""
    return [text.value.removeprefix("### ") for text in app.markdown if text.value.startswith("### ")]


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def parameters(app: AppTest) -> dict[str, list[str]]:
    """What the URL says."""
    said = {name: app.query_params[name] for name in app.query_params}
    return {name: [value] if isinstance(value, str) else list(value) for name, value in said.items()}


def selection_in_words(app: AppTest) -> str:
    """The line under the page's title."""
    return str(app.main.caption[0].value).replace("\\", "")
