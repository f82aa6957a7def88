"""``figure --attributed``: sponsors' parts of a figure on the command line, with the rates behind them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data_access.commands import main
from tests.data_access.importing.packages import tiny, write


class Printed:
    """Runs ``figure`` on a store with the tiny package, co-financed in two currencies."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self._capsys = url, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--store", self.url])
        printed = self._capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err


@pytest.fixture
def printed(store_url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Printed:
    tables = tiny()
    programme, (own,) = tables["programme"][0]["id"], tables["organisation"]
    sponsors = (own["id"], "OTHER")
    tables |= {
        "organisation": [own, own | {"id": "OTHER"}],
        "funding": [
            {"id": f"F{number}", "programme_id": programme, "organisation_id": sponsors[number],
             "agreed_on": "2024-01-01", "amount": "300", "currency_id": currency}
            for number, currency in enumerate(("USD", "CLP"))
        ],
        "exchange_rate": [
            {"from_currency_id": "CLP", "to_currency_id": "USD", "quoted_on": "2024-02-29", "rate": "0.5",
             "source": "Central bank"}
        ],
        "enrolment": [{"unit_id": "U1", "programme_id": programme, "first_day": "2024-01-01"}],
    }  # fmt: skip
    run = Printed(store_url, capsys)
    assert run("import", str(write(tmp_path / "tiny", tables)))[0] == 0
    return run


def test_parts_and_rates_as_json(printed: Printed) -> None:
    code, out, _ = printed("figure", "production_units", "--attributed", "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert [(row["share"], row["whole"], row["value"]) for row in answer["rows"]] == [
        (pytest.approx(2 / 3), 1, pytest.approx(2 / 3)),
        (pytest.approx(1 / 3), 1, pytest.approx(1 / 3)),
    ]
    (rate,) = answer["rates"]
    assert (rate["from_currency"], rate["rate"], rate["quoted_on"]) == ("CLP", 0.5, "2024-02-29")


def test_parts_and_rates_as_a_table(printed: Printed) -> None:
    _, out, _ = printed("figure", "production_units", "--attributed")
    assert "66.7%" in out and "0.667" in out
    assert "1 CLP = 0.5 USD on 2024-02-29 (Central bank)" in out


def test_a_missing_rate_is_said_and_is_null(printed: Printed) -> None:
    before = ("figure", "production_units", "--attributed", "--from", "2024-01-01", "--to", "2024-02-28")
    _, out, _ = printed(*before)
    assert "no rate from CLP into USD" in out
    answer = json.loads(printed(*before, "--format", "json")[1])
    assert [row["value"] for row in answer["rows"]] == [None, None]
    assert answer["rates"][0]["rate"] is None and answer["rates"][0]["quoted_on"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["training_coverage"], "training_coverage can't be split among sponsors"),
        (["funding"], "funding can't be split among sponsors"),
        (["people_trained", "--by", "region"], "--attributed splits a figure by programme and sponsor"),
        (["people_trained", "--against", "before"], "--attributed splits a figure by programme and sponsor"),
        (["people_traned"], "There is no figure 'people_traned'. Nearest: people_trained"),
    ],
)
def test_what_can_not_be_split_is_refused_in_words(printed: Printed, arguments: list[str], told: str) -> None:
    code, out, err = printed("figure", *arguments, "--attributed")
    assert (code, out) == (2, "")
    assert err.startswith(told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["production_units", "--by", "sponsor"], True),
        (["production_units", "--by", "sponsor", "--against", "before"], True),
        (["production_units", "--by", "programme"], False),
        (["production_units", "--attributed"], False),
        (["funding", "--by", "sponsor"], False),
        (["attributed"], False),
        (["deliveries", "--by", "sponsor"], False),  # there are none
    ],
)
def test_a_table_by_sponsor_says_that_its_rows_are_not_to_be_added(
    printed: Printed, arguments: list[str], said: bool
) -> None:
    code, out, _ = printed("figure", *arguments)
    assert code == 0
    line = "The whole stands under each of its sponsors: rows of several are not to be added."
    assert (line in " ".join(out.split())) == said
