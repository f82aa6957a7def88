"""A link opens the same view everywhere: filters and URL say the same, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, follow
from tools.browser import finished
from tools.serving import Server

Open = Callable[..., Visit]
LINK = "/stages?country=CO&from=2024-01-01&to=2024-12-31"


def filter_of(page: Page, label: str) -> Locator:
    """A filter of the sidebar, with what is chosen in it."""
    combobox = page.get_by_role("combobox", name=label, exact=True)
    return page.get_by_test_id("stMultiSelect").filter(has=combobox)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def selection_in_words(page: Page) -> Locator:
    return page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_deep_link_opens_its_view_on_a_server_that_has_just_started(
    own_dashboard: Server, visit: Open
) -> None:
    seen = visit(own_dashboard.origin + LINK)
    expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
    expect(filter_of(seen.page, "Country")).to_contain_text("Colombia")
    expect(selection_in_words(seen.page)).to_contain_text("Colombia")
    expect(selection_in_words(seen.page)).to_contain_text("2024")
    assert seen.page.url == own_dashboard.origin + LINK
    assert seen.complaints == []


def test_every_filter_is_taken_from_the_link(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training?country=PE&country=CO&region=PE-ARE&programme=SBG-PE").page
    expect(filter_of(page, "Country")).to_contain_text("Peru")
    expect(filter_of(page, "Country")).to_contain_text("Colombia")
    expect(filter_of(page, "Region")).to_contain_text("Arequipa")
    assert parameters(page) == {
        "country": ["CO", "PE"],
        "region": ["PE-ARE"],
        "programme": ["SBG-PE"],
    }


def test_a_parameter_that_names_nothing_is_said_and_ignored(dashboard: Server, visit: Open) -> None:
    seen = visit(f"{dashboard.origin}/training?country=XX&region=PE-ARE&from=yesterday&colour=red")
    notes = seen.page.get_by_test_id("stAlert")
    for word in ("XX", "yesterday", "colour"):
        expect(notes.filter(has_text=word)).to_be_visible()
    expect(filter_of(seen.page, "Region")).to_contain_text("Arequipa")
    expect(seen.page.locator('[class*="st-key-exhibit_"]').first).to_be_visible()
    assert parameters(seen.page) == {"region": ["PE-ARE"]}
    assert seen.complaints == []


def test_a_filter_reaches_the_url_and_survives_another_page_and_a_reload(
    dashboard: Server, visit: Open
) -> None:
    page = visit(f"{dashboard.origin}/training").page
    choose(page, "Country", "Peru")
    expect(page).to_have_url(re.compile(r"/training\?country=PE$"))
    expect(selection_in_words(page)).to_contain_text("Peru")

    follow(page, "Gold and money", "Premium")
    expect(page).to_have_url(re.compile(r"/premium\?country=PE$"))
    expect(filter_of(page, "Country")).to_contain_text("Peru")

    page.reload()
    finished(page)
    expect(page).to_have_url(re.compile(r"/premium\?country=PE$"))
    expect(filter_of(page, "Country")).to_contain_text("Peru")
    expect(selection_in_words(page)).to_contain_text("Peru")


def test_back_and_forward_follow_the_filters(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training?country=PE").page
    page.goto(f"{dashboard.origin}/training?country=CO")
    finished(page)
    page.go_back()
    finished(page)
    expect(selection_in_words(page)).to_contain_text("Peru")
    expect(filter_of(page, "Country")).to_contain_text("Peru")


def test_a_year_chosen_reaches_the_url(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training").page
    choose(page, "Period", "2024")
    expect(page).to_have_url(re.compile(r"/training\?from=2024-01-01&to=2024-12-31$"))
    expect(selection_in_words(page)).to_contain_text("2024")


def test_reset_widens_all_filters(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training?country=PE&from=2024-01-01&to=2024-12-31").page
    page.get_by_role("button", name="Reset").click()
    expect(page).to_have_url(f"{dashboard.origin}/training")
    expect(filter_of(page, "Country")).not_to_contain_text("Peru")
    expect(selection_in_words(page)).not_to_contain_text("2024")


def test_an_empty_selection_says_what_to_widen_and_does_it(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training?country=PE&from=1999-01-01&to=1999-12-31").page
    offer = page.locator(".st-key-nothing_selected")
    expect(offer).to_be_visible()
    offer.get_by_role("button").first.click()
    expect(page.locator('[class*="st-key-exhibit_"]').first).to_be_visible()
    assert parameters(page) == {"country": ["PE"]}
