"""The page of stories: what there is to read, one story in full, and what a search finds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.prose import prose
from tests.pages.conftest import Open, go_to, opened, parameters, selection_in_words, titles
from tests.pages.test_hostile_names import HOSTILE, MARKUP, left_after_escapes, marked_up

STORIES = ["Less than a tenth of the mercury", "Coffee above, gold below", "A plant that comes to the women"]


def said(app: AppTest) -> str:
    """All that the page says, without escapes."""
    texts = [text.value for kind in (app.title, app.header, app.markdown, app.caption) for text in kind]
    return "\n".join(texts).replace("\\", "")


def pictures(app: AppTest) -> int:
    return len(app.get("image"))


def click(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_the_page_shows_stories_funding_support_and_notes(open_page: Open) -> None:
    app = open_page("stories")
    assert not app.exception and not app.error and not app.info
    assert app.title[0].value == "Stories and directory"
    assert app.main.markdown[0].value.startswith("3 stories of change, 8 organisations")
    assert [title for title in titles(app) if title in STORIES] == STORIES
    assert pictures(app) == 3
    assert [header.value for header in app.header] == [
        *("Funding that can be had", "Who supports miners", "Practice notes"),
    ]
    assert "Savings of members" in said(app) and "Swiss Better Gold Association" in said(app)
    assert [note.label for note in app.expander][:2] == [
        "Ten minutes before the shift",
        "What a cooperative can share",
    ]


def test_the_shared_filters_narrow_stories_and_support(open_page: Open) -> None:
    app = open_page("stories", country="CO")
    assert selection_in_words(app) == "All programmes · Colombia · Oct 2025 – Sep 2026"
    assert [title for title in titles(app) if title in STORIES] == STORIES[1:]
    assert "Taller Roca Viva" not in said(app) and "Bolivia" not in said(app)


def test_a_selection_without_stories_says_so_and_can_be_widened(open_page: Open) -> None:
    app = open_page("stories", country="GH")
    assert "No story is told of an organisation in this selection." in said(app)
    assert "No organisation that offers finance is listed" in said(app)
    click(app, "widen_all")
    assert [title for title in titles(app) if title in STORIES] == STORIES


def test_support_can_be_narrowed_to_what_is_offered(open_page: Open) -> None:
    app = open_page("stories")
    offers = app.button_group(key="offer")
    assert offers.options == ["Regional centre", "Advice", "Finance", "Certification", "Advocacy"]
    offers.set_value("certification").run()
    assert "Keeps the Fairmined standard" in said(app)
    assert "Speaks for artisanal miners" not in said(app) and "Casa Candela" not in said(app)


def test_an_offer_that_the_selection_lacks_is_not_kept(open_page: Open) -> None:
    app = open_page("stories")
    app.button_group(key="offer").set_value("certification").run()
    app.multiselect(key="country").set_value(["GH"]).run()
    assert not app.exception
    assert "Gold Coast Miners" in said(app)


def test_a_story_opens_with_its_live_figures_and_closes_again(open_page: Open) -> None:
    app = open_page("stories", country="HN")
    click(app, "read_minas-y-cuevas")
    assert app.title[0].value == STORIES[0]
    assert parameters(app) == {"country": ["HN"], "story": ["minas-y-cuevas"]}
    link = "(figures?figure=mercury_reduction&organisation=MINAS-Y-CUEVAS&from=2025-01-01&to=2025-12-31)"
    assert any(link in text.value for text in app.markdown)
    assert "1 figure behind this story" in titles(app)
    assert "Illustration · drawn on 30 Sep 2026" in said(app)
    links = [item.proto for item in app.get("page_link")]
    (figures,) = [link for link in links if link.label != "In depth"]
    assert figures.page == "figures"
    assert figures.query_string.startswith("figure=mercury_reduction&organisation=MINAS-Y-CUEVAS")
    click(app, "all_stories")
    assert app.title[0].value == "Stories and directory"
    assert parameters(app) == {"country": ["HN"]}


def test_what_is_not_translated_says_so_in_the_list_and_in_full(store_file: Path) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("DELETE FROM story WHERE id = 'iquira' AND language = 'en'")
        store.execute("DELETE FROM practice_note WHERE subject IN ('safety', 'finance') AND language = 'en'")
    app = opened("stories")
    told, written = (f"{what} in Spanish: there is no translation yet." for what in ("Told", "Written"))
    captions = [caption.value.replace("\\", "") for caption in app.main.caption]
    assert captions.count(told) == 1 and captions.count(written) > 1
    assert app.expander[0].label.endswith(" (in Spanish)")
    assert [title for title in titles(app) if title in STORIES] == [STORIES[0], STORIES[2]]
    click(app, "read_iquira")
    assert app.title[0].value.startswith("Arriba café")
    assert told in [caption.value.replace("\\", "") for caption in app.main.caption]


def test_a_link_opens_a_story_whatever_is_selected(open_page: Open) -> None:
    app = open_page("stories", story="iquira", country="GH")
    assert not app.exception
    assert app.title[0].value == "Coffee above, gold below"
    app.run()  # and it stays open
    assert app.title[0].value == "Coffee above, gold below"


def test_a_link_to_a_story_that_is_not_there_says_so(open_page: Open) -> None:
    app = open_page("stories", story="![x](http://evil.example)")
    assert app.title[0].value == "Stories and directory"
    (note,) = app.info
    assert note.value.startswith("There is no story “") and not MARKUP.search(left_after_escapes(note.value))


def test_a_search_shows_all_kinds_with_the_words_found(open_page: Open) -> None:
    app = open_page("stories", search="MÉRCURY")
    assert app.text_input(key="search").value == "MÉRCURY"
    assert [header.value for header in app.header] == ["Stories", "Support organisations", "Practice notes"]
    assert "6 texts hold all the words of “MÉRCURY”." in said(app)
    assert "94 % less **mercury** than before" in said(app).replace(" ", " ").replace("\xa0", " ")
    assert parameters(app) == {"search": ["MÉRCURY"]}


def test_a_search_that_finds_nothing_says_so(open_page: Open) -> None:
    app = open_page("stories")
    app.text_input(key="search").set_value("zebra **x**").run()
    assert "Nothing in this selection holds all the words of “zebra **x**”." in said(app)
    assert not app.header and pictures(app) == 0
    app.text_input(key="search").set_value("").run()
    assert parameters(app) == {}
    assert pictures(app) == 3


def test_a_search_stays_while_a_story_is_read(open_page: Open) -> None:
    app = open_page("stories")
    app.text_input(key="search").set_value("coffee").run()
    click(app, "read_iquira")
    assert parameters(app) == {"search": ["coffee"], "story": ["iquira"]}
    click(app, "all_stories")
    assert app.text_input(key="search").value == "coffee"
    assert parameters(app) == {"search": ["coffee"]}


def test_a_search_comes_back_with_the_page_and_follows_a_new_link(open_page: Open) -> None:
    app = open_page("stories", search="coffee")
    go_to(app, "map")
    assert parameters(app) == {}
    go_to(app, "stories")
    assert app.text_input(key="search").value == "coffee"
    assert parameters(app) == {"search": ["coffee"]}
    app.query_params["search"] = "water"
    app.run()
    assert app.text_input(key="search").value == "water"


def test_what_a_reader_types_is_not_undone_by_the_link_that_came_before(open_page: Open) -> None:
    app = open_page("stories", search="coffee")
    app.text_input(key="search").set_value("water").run()
    app.run()
    assert app.text_input(key="search").value == "water"
    assert parameters(app) == {"search": ["water"]}


def test_parameters_of_another_page_are_left_behind(open_page: Open) -> None:
    app = open_page("map", search="coffee", story="iquira", country="PE")
    assert not app.info
    assert parameters(app) == {"country": ["PE"]}


def test_a_picture_without_consent_is_not_shown(store_file: Path) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE photo SET consent_on = NULL WHERE story_id = 'iquira'")
    assert pictures(opened("stories")) == 2
    app = opened("stories", story="iquira")
    assert app.title[0].value == "Coffee above, gold below" and pictures(app) == 0


def test_a_store_without_texts_is_no_mistake(store_file: Path) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        for table in ("story", "photo", "practice_note", "support_service"):
            store.execute(f"DELETE FROM {table}")
    app = opened("stories")
    assert not app.exception
    assert "No story of change" in said(app)
    assert "No support organisation is listed" in said(app)


@pytest.fixture
def hostile(store_file: Path) -> Path:
    """The sample store in which everything that can be written in a text is hostile."""
    links = "[a](http://evil.example) &#104;ttp://evil.example"
    body = f"{HOSTILE}\n\n    {HOSTILE}\n\n{links}\n\n- [ ] {HOSTILE}"
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE story SET title = ?, body = ?", (HOSTILE, body))
        store.execute("UPDATE practice_note SET title = ?, body = ?", (HOSTILE, body))
        store.execute("UPDATE photo SET caption = ?", (HOSTILE,))
        store.execute("UPDATE support_service SET description = ?", (HOSTILE,))
        store.execute("UPDATE organisation SET name = ? || id, place = ?", (HOSTILE, HOSTILE))
    return store_file


@pytest.mark.parametrize("link", [{}, {"story": "iquira"}, {"search": "evil"}])
def test_no_text_of_a_partner_becomes_a_link_or_an_image(hostile: Path, link: dict[str, str]) -> None:
    app = opened("stories", **link)
    assert not app.exception
    texts = [*marked_up(app), *(note.label for note in app.expander)]
    assert any("evil" in text for text in texts)
    assert [text for text in texts if MARKUP.search(left_after_escapes(text))] == []


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("**bold** and *italic*", "**bold** and *italic*"),
        ("- one\n- two", "- one\n- two"),
        ("+ one\n  - two", "+ one\n  - two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("one - two", r"one \- two"),
        ("-5 and +5", r"\-5 and \+5"),
        ("# no heading", r"\# no heading"),
        ("no heading\n===", "no heading\n\\==="),
        ("no heading\n---", "no heading\n\\-\\-\\-"),
        ("    no code", "   no code"),
        ("\tno code", "   no code"),
        ("  \t no code", "   no code"),
        ("`no code` ~~~", r"\`no code\` \~\~\~"),
        ("![x](y) [x](y) [x]: y", r"\!\[x\]\(y\) \[x\]\(y\) \[x\]\: y"),
        ("<b> &lt; &#58;", r"\<b\> \&lt; \&\#58;"),
        ("| a | b |", r"\| a \| b \|"),
        ("> no quote", r"\> no quote"),
        ("* one\n* two", "* one\n* two"),
        (r"\*\*", r"\\*\\*"),
        ("[[see]] [[ 1 ]]", r"\[\[see\]\] \[\[ 1 \]\]"),
    ],
)
def test_prose_keeps_emphasis_and_lists_and_nothing_else(body: str, markdown: str) -> None:
    assert prose(body) == markdown
