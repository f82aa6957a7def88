"""The language is the link's, else the one that was chosen, else the browser's; everything is said in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pandas as pd
import pytest
from streamlit.runtime.context import ContextProxy, StreamlitHeaders
from streamlit.testing.v1 import AppTest

from data_access.language import LANGUAGES, OWN_NAMES, say, speaking
from pages.parts import downloading
from pages.parts.downloads import for_this_viewer
from tests.pages.conftest import Open, go_to, opened, parameters, selection_in_words
from tests.pages.test_signing_in import links
from tests.translating import MARKS, translated
from tools.serving import PAGES

PERIODS = {
    "en": "Oct 2025 – Sep 2026",
    "es": "oct 2025 – sept 2026",
    "fr": "oct. 2025 – sept. 2026",
}
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture
def browser_asks(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the browser ask for languages, as in the header of a request."""

    def ask(header: str) -> None:
        headers = StreamlitHeaders([("Accept-Language", header)])
        monkeypatch.setattr(ContextProxy, "headers", property(lambda _: headers))

    return ask


@pytest.fixture
def marked(store_file: Path, tmp_path: Path) -> Iterator[None]:
    """Each message is marked with its language, on a store of which nobody has seen a page yet."""
    with translated(tmp_path):
        yield


def language_of(app: AppTest) -> str:
    """The language in which the page tells its period; and what it has told the browser."""
    assert not app.exception
    said = selection_in_words(app)
    (spoken,) = (language for language, period in PERIODS.items() if said.endswith(period))
    scripts = [html.proto.body for html in app.get("html") if "<script" in html.proto.body]
    assert scripts == [f'<script>document.documentElement.lang = "{spoken}"</script>']
    return spoken


def choose(app: AppTest, language: str) -> AppTest:
    """Chooses a language in the sidebar."""
    app.button_group(key="language_chosen").set_value(language)
    return app.run()


def again(app: AppTest, language: str) -> AppTest:
    """A rerun of a page in a language; what is chosen in it is sent in words, as the browser does."""
    with speaking(language):
        return app.run()


@pytest.mark.parametrize(
    ("header", "language"),
    [("es-PE,es;q=0.9,en;q=0.8", "es"), ("de-CH,fr;q=0.5", "fr"), ("en-GB,fr;q=0.9", "en"), ("de", "en")],
)
def test_without_a_choice_it_is_the_browsers_and_the_link_does_not_say_it(
    header: str, language: str, open_page: Open, browser_asks: Callable[[str], None]
) -> None:
    browser_asks(header)
    app = open_page("map")
    assert language_of(app) == language
    assert app.button_group(key="language_chosen").value == language
    assert parameters(app) == {}
    assert language_of(again(app, language)) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_goes_before_the_browser_and_stays_in_the_url(
    language: str, open_page: Open, browser_asks: Callable[[str], None]
) -> None:
    browser_asks("fr")
    app = open_page("map", lang=language, country="PE")
    assert language_of(app) == language
    assert parameters(app) == {"country": ["PE"], "lang": [language]}
    with speaking(language):
        go_to(app, "training")
    assert language_of(app) == language
    assert parameters(app) == {"country": ["PE"], "lang": [language]}


@pytest.mark.parametrize("page", ["map", "access", "audit"])
def test_what_is_chosen_in_the_sidebar_goes_before_the_browser_and_into_the_url(
    page: str, open_page: Open, browser_asks: Callable[[str], None]
) -> None:
    browser_asks("fr")
    app = open_page(page)
    with speaking("fr"):
        choose(app, "es")
    assert parameters(app) == {"lang": ["es"]}
    with speaking("es"):
        go_to(app, "training")
    assert language_of(app) == "es" and parameters(app) == {"lang": ["es"]}
    # That it is the browser's own language makes no difference: somebody has chosen it.
    with speaking("es"):
        choose(app, "fr")
    assert language_of(app) == "fr" and parameters(app) == {"lang": ["fr"]}


def test_a_link_followed_later_goes_before_what_was_chosen(open_page: Open) -> None:
    app = choose(open_page("map"), "es")
    app.query_params["lang"] = "fr"
    assert language_of(again(app, "es")) == "fr"
    assert parameters(app) == {"lang": ["fr"]}


@pytest.mark.parametrize("unknown", ["xx", "ES", "es-PE", "", "![x](http://evil.example/a.png)"])
def test_an_unknown_language_is_said_and_ignored(unknown: str, open_page: Open) -> None:
    app = open_page("map", lang=unknown, country="PE")
    assert language_of(app) == "en"
    assert parameters(app) == {"country": ["PE"]}
    said = [note.value.replace("\\", "").replace("\u2060", "") for note in app.info]
    assert said == [f"The link's “lang” is “{unknown}”, which is not en, es or fr; it was ignored."]
    choose(app, "es")
    assert language_of(app) == "es" and not app.info


def test_an_unknown_language_does_not_undo_a_choice(open_page: Open) -> None:
    app = choose(open_page("map"), "es")
    app.query_params["lang"] = "xx"
    assert language_of(again(app, "es")) == "es"
    assert parameters(app) == {"lang": ["es"]} and len(app.info) == 1


@pytest.mark.parametrize("viewer", ["administrator@example.org", "sponsor@example.org"])
@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(page: str, language: str, viewer: str, open_page: Open) -> None:
    app = open_page(page, lang=language, as_=viewer)
    assert not app.exception
    assert app.title


@pytest.mark.usefixtures("marked")
def test_the_filters_stand_while_the_language_changes() -> None:
    app = opened("map", country="PE", from_="2020-01-01", to="2026-09-30", against="last_year")
    choose(app, "es")
    assert selection_in_words(app).endswith("Perú · ene 2020 – sept 2026")
    assert app.selectbox(key="period").label == "¡Period"
    assert app.selectbox(key="period").value == "all_years"
    assert app.selectbox(key="against").value == "last_year"
    before = parameters(app)
    assert before.pop("lang") == ["es"]
    with speaking("es"):
        choose(app, "fr")
    assert selection_in_words(app).endswith("Pérou · janv. 2020 – sept. 2026")
    assert app.selectbox(key="period").options[-1] == "«Other days"
    assert parameters(app) == before | {"lang": ["fr"]}


@pytest.mark.usefixtures("marked")
def test_what_a_link_asked_for_in_vain_is_said_anew_in_another_language() -> None:
    app = opened("map", country="XX", region="PE-AREQ", from_="yesterday", against="never", colour="red")
    assert len(app.info) == 5
    choose(app, "es")
    assert len(app.info) == 5
    assert all(note.value.startswith("¡The link") for note in app.info)


@pytest.mark.usefixtures("marked")
def test_what_outsiders_asked_for_in_vain_is_said_anew_in_another_language() -> None:
    asked = {"country": ["PE", "CO"], "organisation": ["OREX-INTERNAL"], "to": ["2025-05-03"]}
    app = opened("map", as_="presenter@example.org", **asked)
    in_english = [note.value for note in app.info]
    assert in_english[0].endswith("choose all or one of the countries. The link's country was ignored.")
    choose(app, "fr")
    assert len(app.info) == len(in_english) == 3
    assert app.info[0].value.startswith("«Sponsors and presenters choose all or one of the countries")
    assert all(f" {MARKS['fr']}The link's " in note.value for note in app.info)


@pytest.mark.usefixtures("marked")
def test_pages_and_filters_are_named_in_the_language() -> None:
    app = opened("training", lang="es", country="PE", from_="1999-01-01", to="1999-12-31")
    widgets = [*app.multiselect, *app.selectbox, *app.button]
    assert len(widgets) > 8
    assert all(widget.label.startswith("¡") for widget in widgets if widget.key != "reset"), widgets


@pytest.mark.usefixtures("marked")
def test_a_store_that_does_not_answer_is_told_in_the_language(store_file: Path) -> None:
    store_file.unlink()
    app = opened("map", lang="es")
    assert app.title[0].value == "¡The figures can't be read just now"
    assert app.button(key="try_again").label == "¡Try again"
    choose(app, "fr")
    assert app.title[0].value == "«The figures can't be read just now"


@pytest.mark.usefixtures("marked")
def test_the_door_speaks_the_language_and_lets_it_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.viewer.claims", dict)
    monkeypatch.setattr("pages.server.provider.configured", lambda: True)
    monkeypatch.setattr("pages.server.provider.what_is_wrong", lambda: "")
    monkeypatch.setattr("pages.server.provider.providers", lambda: ("google",))
    app = opened("map", country="PE", lang="es")
    assert app.title[0].value == "¡Small-scale gold, step by step"
    (way_in,) = links(app)
    assert ">¡Sign in with Google<" in way_in
    assert "to=%2Fmap%3Fcountry%3DPE%26lang%3Des" in way_in
    choose(app, "fr")
    assert app.title[0].value == "«Small-scale gold, step by step"
    (way_in,) = links(app)
    assert "lang%3Dfr" in way_in


@pytest.mark.usefixtures("marked")
def test_a_store_that_is_shown_elsewhere_says_so_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.viewer.here", lambda: False)
    monkeypatch.setattr("pages.parts.viewer.data_of", lambda _: type("NoSample", (), {"sample": False}))
    app = opened("map", lang="fr")
    assert app.title[0].value == "«Not shown from here"


@pytest.mark.usefixtures("marked")
def test_a_file_is_made_in_the_language_of_the_page_with_numbers_for_machines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[str, Callable[[], bytes]] = {}

    def noting(make: Callable[[], bytes]) -> Callable[[], bytes]:
        made[str(len(made))] = file = for_this_viewer(make)
        return file

    def in_language() -> pd.DataFrame:
        return pd.DataFrame({say("Region"): ["Arequipa"], say("Hours"): [1234.5]})

    monkeypatch.setattr(downloading, "for_this_viewer", noting)
    monkeypatch.setattr("exhibits.exhibit.Exhibit.file", lambda _: in_language())
    assert not opened("training", lang="es").exception
    files: list[Any] = []
    # Streamlit makes it in a thread of its own, which speaks English.
    thread = Thread(target=lambda: files.append(made["0"]()))
    thread.start()
    thread.join()
    (rows,) = (list(csv.reader(io.StringIO(file.decode("utf-8-sig")))) for file in files)
    assert rows == [["¡Region", "¡Hours"], ["Arequipa", "1234.5"]]


def test_each_language_is_called_by_its_own_name_in_every_language(open_page: Open) -> None:
    for language in LANGUAGES:
        names = open_page("map", lang=language).button_group(key="language_chosen").options
        assert names == list(OWN_NAMES.values())
