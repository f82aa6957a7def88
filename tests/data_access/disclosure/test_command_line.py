"""What outsiders are told on the command line: by the same rules as on screen, and in the same words."""

from __future__ import annotations

import pytest

from tests.data_access.test_command_line import CommandLine

YEAR = ("--from", "2025-01-01", "--to", "2025-12-31")
OF_PEOPLE = "withheld: fewer than 5 people, or a number that would tell of so few."
OF_ORGANISATIONS = "withheld: too few organisations, or one that outweighs the others."


@pytest.fixture
def commands(sample_store_url: str, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Commands on the sample store."""
    return CommandLine(sample_store_url, capsys)


@pytest.mark.parametrize("more", [(), ("--by", "severity"), ("--by", "quarter"), ("--against", "last_year")])
def test_fatal_incidents_are_told_without_asking_for_them(
    commands: CommandLine, more: tuple[str, ...]
) -> None:
    rows = commands.json("figure", "incidents", *YEAR, *more, "--as", "sponsor@example.org")["rows"]
    assert {(row["severity"], row["suppressed"]) for row in rows} == {("fatal", False)}
    assert all(row["value"] is not None for row in rows)


@pytest.mark.parametrize(
    ("viewer", "name", "by", "said"),
    [
        ("sponsor@example.org", "active_miners", "relation", OF_PEOPLE),
        ("presenter@example.org", "gold_sold", "standard", OF_ORGANISATIONS),
    ],
)
def test_why_a_number_is_withheld_is_said_as_on_screen(
    commands: CommandLine, viewer: str, name: str, by: str, said: str
) -> None:
    asked = ("figure", name, *YEAR, "--by", by, "--as", viewer)
    rows, printed = commands.json(*asked)["rows"], commands.run(*asked).out
    assert any(row["suppressed"] for row in rows)
    assert [line for line in printed.splitlines() if line.startswith("withheld:")] == [said]
    assert ("In brackets: what was told last." in printed) == any(row["last_on"] for row in rows)
