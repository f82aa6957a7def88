"""Stories with their live figures: what a reference becomes, and where it leads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from data_access import schema as s
from data_access.language import speaking
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.store import open_store, writing_engine
from data_access.viewer import UNRESTRICTED
from exhibits.stories import (
    NOT_RECORDED,
    Told,
    pictures,
    story_figures,
    told_stories,
    told_story,
    unmarked,
)
from tests.data_access.gold_world import YEAR_2024, fill, world

IN_2024 = "from=2024-01-01&to=2024-12-31"
Tell = Callable[..., Told]


def received(key: str, organisation: str, currency: str, amount: int) -> s.PremiumReceipt:
    return s.PremiumReceipt(
        id=key, organisation_id=organisation, received_on=date(2024, 5, 1),
        currency_id=currency, amount_minor=amount,
    )  # fmt: skip


@pytest.fixture
def url(sqlite_store_url: str) -> str:
    engine = writing_engine(sqlite_store_url)
    rows = [
        received("R1", "A1", "USD", 1_234_56),
        received("R2", "A1", "PEN", 700_00),
        received("R3", "A2", "USD", 5_00),
    ]
    imported = s.PackageImport(
        name="tiny", title="Tiny", version="1", data_date=date(2025, 6, 30), sample=False, row_count=1,
        content_hash="0", imported_at=datetime(2025, 7, 1),
    )  # fmt: skip
    fill(engine, world(), rows)
    with Session(engine) as session, session.begin():
        session.add(imported)
    engine.dispose()
    return sqlite_store_url


def added(url: str, *rows: s.Record) -> Reader:
    engine = writing_engine(url)
    fill(engine, rows)
    engine.dispose()
    return Reader(open_store(url), UNRESTRICTED)


@pytest.fixture
def tell(url: str) -> Tell:
    """Tells a story with that body, as the store has it."""

    def telling(body: str, organisation: str | None = "A1", happened_on: date | None = None) -> Told:
        story = s.Story(
            id="one",
            language="en",
            organisation_id=organisation,
            title="One",
            body=body,
            happened_on=happened_on,
        )
        told = told_story(added(url, story), "one")
        assert told is not None
        return told

    return telling


@pytest.mark.parametrize(
    ("reference", "said", "asked"),
    [
        # Two currencies are never added.
        (f"premium_received?organisation=A1&{IN_2024}", "PEN 700 and USD 1,235", "Asociación Uno · 2024"),
        (f"premium_received?organisation=A1&currency=USD&{IN_2024}", "USD 1,235", "US dollar · All"),
        (f"premium_received?country=PE&currency=USD&{IN_2024}", "USD 1,240", "All programmes · Peru"),
        # Without days, the twelve months up to the data date; with a last day alone, up to that.
        ("premium_received?organisation=A1", NOT_RECORDED, "Jul 2024 – Jun 2025"),
        ("premium_received?organisation=A2&to=2024-05-01", "USD 5", "2 May 2023 – 1 May 2024"),
        ("production_units", "3", "All programmes · Jul 2024 – Jun 2025"),
        ("production_units?organisation=A3&to=2023-12-31", "0", "Asociación Tres · 2023"),
        # Not yet assessed, on a ladder that is named.
        ("units_by_stage?programme=P1&to=2024-01-31", "2 (Ladder, Not yet assessed)", "First · Feb 2023"),
        # Of how many organisations there is any.
        (f"premium_received?count=organisation&{IN_2024}", "2", "2024"),
        # Each standard has a row of certified organisations; none has any.
        (f"certified_organisations?count=standard&{IN_2024}", "0", "2024"),
        (" production_units?organisation=A1 ", "1", "Asociación Uno"),
    ],
)  # fmt: skip
def test_a_reference_becomes_what_the_store_holds(tell: Tell, reference: str, said: str, asked: str) -> None:
    (quote,) = tell(f"They had **[[{reference}]]** then.").quotes
    assert (quote.said, asked in quote.asked) == (said, True)


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("premium_recieved", "not shown: There is no figure 'premium_recieved'. Nearest: premium_received,"),
        ("", "not shown: There is no figure ''."),
        ("production_units?organisation=A9", "not shown: There is no organisation 'A9' in the store."),
        ("production_units?standard=FM", "not shown: production_units has no dimension 'standard'."),
        ("production_units?to=yesterday", "not shown: “to=yesterday” names no "),
        ("production_units?from=2025-01-02&to=2025-01-01", "not shown: "),
        ("production_units?from=2025-07-01", "not shown: “from=2025-07-01” begins on 2025-07-01, after the "),
        ("production_units?PE", "not shown: “PE” is no query string"),
    ],
)
def test_a_reference_that_cannot_be_followed_says_why_in_its_place(
    tell: Tell, reference: str, reason: str
) -> None:
    told = tell(f"Before [[{reference}]] after, and [[production_units]] more.")
    broken, sound = told.quotes
    assert broken.said.startswith(reason)
    assert (broken.figure, broken.link) == (None, ())
    assert sound.said == "3"
    assert told.text.startswith("Before not shown: ") and told.text.endswith(" after, and 3 more.")


@pytest.mark.parametrize(
    ("reference", "link"),
    [
        ("production_units", [("figure", "production_units")]),
        (
            "premium_received?country=PE&country=CO&currency=USD&to=2024-12-31",
            [
                *[("figure", "premium_received"), ("country", "PE"), ("country", "CO"), ("to", "2024-12-31")],
                ("by", "currency"),
            ],
        ),
        ("premium_received?count=organisation", [("figure", "premium_received")]),
    ],
)  # fmt: skip
def test_a_quote_leads_to_the_same_selection(tell: Tell, reference: str, link: list[tuple[str, str]]) -> None:
    assert list(tell(f"[[{reference}]]").quotes[0].link) == link


def test_a_survey_is_quoted_with_the_number_asked(url: str) -> None:
    days = {"first_day": date(2024, 3, 1), "last_day": date(2024, 4, 30)}
    read = added(
        url,
        s.Indicator(id="contract", name="Has a contract", unit="share"),
        s.Survey(id="B", name="Round 1", programme_id="P1", **days),
        s.IndicatorValue(
            id="V", indicator_id="contract", survey_id="B", programme_id="P1", region_id="PE-ARE", asked=438,
            value_milli=270, **days,
        ),
        s.Story(
            id="one", language="en", title="One",
            body=f"[[working_conditions?survey=B&indicator=contract&{IN_2024}]], "
            f"[[working_conditions?{IN_2024}]]",
        ),
    )  # fmt: skip
    told = told_story(read, "one")
    assert told is not None
    one, all_of_them = (quote.said.replace("\u202f", " ") for quote in told.quotes)
    assert one == "27 % (of 438 asked)"
    assert all_of_them == "27 % (of 438 asked; Has a contract, Round 1)"


def test_an_injury_rate_is_quoted_with_the_people_hurt(url: str) -> None:
    day = date(2024, 1, 1)
    read = added(
        url,
        s.Miner(id="M", sex="male"),
        s.Membership(id="B", miner_id="M", unit_id="U1", joined_on=day, relation="internal"),
        s.Incident(id="I", unit_id="U1", occurred_on=day, kind="accident", cause="fall",
                   severity="lost_time", people_hurt=1),
        s.Story(id="one", language="en", title="One",
                body="[[injury_rate?programme=P1&from=2024-01-01&to=2024-12-30]]"),
    )  # fmt: skip
    told = told_story(read, "one")
    assert told is not None
    assert told.quotes[0].said.replace("\u202f", " ") == "100,000 per 100,000 a year (1 person)"


def test_the_values_stand_in_the_order_of_the_text(tell: Tell) -> None:
    told = tell("- **[[production_units?organisation=A1]]** of [[production_units]]\n- in one\n")
    assert told.body == "- **[[0]]** of [[1]]\n- in one\n"
    assert told.text == "1 of 3 in one"


def test_a_story_says_in_which_language_it_is_told_where_it_is_not_the_one_spoken(url: str) -> None:
    read = added(
        url,
        s.Story(id="one", language="es", title="Uno", body="Había una vez."),
        s.Story(id="two", language="es", title="Dos", body="Otra vez."),
        s.Story(id="two", language="en", title="Two", body="Again."),
    )
    one, two = told_stories(read)
    assert one.untranslated == "Told in Spanish: there is no translation yet."
    assert (two.title, two.untranslated) == ("Two", "")
    with speaking("es"):
        assert [story.untranslated for story in told_stories(read)] == ["", ""]


def test_a_story_without_figures_is_a_story(tell: Tell) -> None:
    told = tell("Once. [not a link] [[", organisation=None)
    assert (told.quotes, told.where, told.when, told.organisation) == ((), "", "", "")
    assert told.text == "Once. [not a link] [["


def test_a_story_says_where_and_when(tell: Tell) -> None:
    told = tell("Once.", happened_on=date(2014, 9, 18))
    assert (told.where, told.when, told.organisation) == ("Arequipa, Peru", "Sep 2014", "Asociación Uno")


@pytest.mark.parametrize(
    ("body", "excerpt"),
    [
        ("One. Two!\nThree?", "One. Two! Three?"),
        (f"{'A' * 150}. {'B' * 60}.", f"{'A' * 150}."),
        ("In **2025** they used:\n\n- less\n- water", "In 2025 they used: less water …"),
        (f"They used: {'much ' * 60}.", "They used …"),
        ("", " …"),
    ],
)
def test_an_excerpt_ends_with_a_sentence(tell: Tell, body: str, excerpt: str) -> None:
    assert tell(body).excerpt == excerpt


def test_the_figures_behind_a_story_are_listed_with_their_evidence(url: str) -> None:
    body = f"[[premium_received?organisation=A2&{IN_2024}]] and [[nothing_of_the_kind]]"
    read = added(url, s.Story(id="one", language="en", organisation_id="A2", title="Sum", body=body))
    shown = story_figures(read, YEAR_2024, "one")
    assert shown.title == "1 of 2 figures behind this story can be read"
    assert shown.sentence == "Premium received: USD 5."
    assert shown.figures == ("premium_received",)
    assert shown.selection == "Sum"
    rows = shown.table().to_dict("list")
    assert rows["Value"][0] == "USD 5" and rows["Value"][1].startswith("not shown: ")
    assert rows["Evidence"] == ["Counted", "–"]
    assert rows["Selection"] == ["All programmes · Asociación Dos · 2024", "–"]


def test_no_figures_stand_behind_a_story_that_is_not_there(url: str) -> None:
    shown = story_figures(added(url), YEAR_2024, "nowhere")
    assert shown.empty and shown.missing == "This story quotes no figure."


@pytest.mark.parametrize(
    ("illustrative", "taken", "credit"),
    [
        (False, date(2024, 3, 1), "Taken on 1 Mar 2024 · shown with consent of 5 May 2024"),
        (False, None, "Shown with consent of 5 May 2024"),
        (True, date(2024, 3, 1), "Illustration · drawn on 1 Mar 2024 · released on 5 May 2024"),
    ],
)
def test_a_picture_says_when_it_was_taken_and_since_when_it_may_be_shown(
    url: str, illustrative: bool, taken: date | None, credit: str
) -> None:
    image = b64encode(b"picture").decode()
    row = s.Photo(
        id="p", story_id="one", caption="A plant", taken_on=taken, consent_on=date(2024, 5, 5), image=image,
        illustrative=illustrative,
    )  # fmt: skip
    (shown,) = pictures(added(url, row), "one")
    assert (shown.image, shown.caption, shown.credit) == (b"picture", "A plant", credit)


def test_text_without_marks() -> None:
    assert unmarked("1. **One**\n2. *two*\n\n- three\n+ four") == "One two three four"


def test_the_samples_stories_quote_what_was_published(read: Reader, chosen: Selection) -> None:
    """The claims of the field, read out of the stories."""
    said = {told.story: [quote.said for quote in told.quotes] for told in told_stories(read, chosen)}
    assert said["mobile-plant"][0] == "57"
    assert float(said["minas-y-cuevas"][0].removesuffix(" %")) > 90
    assert all(NOT_RECORDED not in values for values in said.values())


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_story_of_the_sample_can_be_read_in_every_language(
    read: Reader, chosen: Selection, language: str
) -> None:
    with speaking(language):
        told = told_stories(read, chosen)
        assert not any(story.untranslated for story in told)
    assert {story.language for story in told} == {language}
    assert {story.story for story in told} == {"minas-y-cuevas", "iquira", "mobile-plant"}
    assert all(story.quotes and all(quote.figure for quote in story.quotes) for story in told)
    shown = [picture for story in told for picture in pictures(read, story.story)]
    assert len(shown) == 3 and all(picture.credit.startswith("Illustration · ") for picture in shown)
    known = read.ask(names)["organisation"].values()
    assert {story.organisation for story in told} <= set(known)
