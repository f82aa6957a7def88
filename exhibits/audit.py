"""What was done, in words: the entries of the audit as a page lists them."""

from __future__ import annotations

import pandas as pd

from data_access.audit import SOMEBODY, Action
from data_access.grants import IMPORT
from data_access.language import mark, plural, say
from exhibits import words

ACTIONS = {
    Action.download: mark("Downloaded"),
    Action.grant: mark("Granted"),
    Action.revoke: mark("Revoked"),
    Action.sign_in: mark("Signed in"),
    Action.sign_out: mark("Signed out"),
    Action.disclosure: mark("Set what is told"),
}


def who(viewer: str) -> str:
    """A viewer by their name, or in words where they have none."""
    return say(viewer) if viewer in (SOMEBODY, IMPORT.name) else viewer


def table(entries: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``data_access.audit.audit`` as they are listed and filed."""
    listed = entries.assign(
        when=[at.strftime("%Y-%m-%d %H:%M:%S") for at in entries["at"]],
        viewer=[who(viewer) for viewer in entries["viewer"]],
        action=[say(ACTIONS[Action(action)]) for action in entries["action"]],
        row_count=entries["row_count"].astype("Int64"),
    )
    columns = {
        "when": say("When (UTC)"),
        "viewer": say("Who"),
        "action": say("What"),
        "exhibit": say("Exhibit"),
        "row_count": say("Rows"),
        "detail": say("Of what"),
        "selection": say("Selection, as in the URL"),
    }
    return listed[list(columns)].rename(columns=columns)


def in_sum(entries: pd.DataFrame, all_of_it: bool) -> str:
    """How much was done by how many, action by action; ``**`` emphasises."""
    if entries.empty:
        return say("**Nothing** of this kind is in the audit.")
    who = words.count(entries["viewer"].nunique(), "person", "people")
    if not all_of_it:
        return say(
            "The latest **{number}** entries, by {people}; the file has all of them.",
            number=words.number(len(entries)),
            people=who,
        )
    return plural(
        "**{number} entry** by {people}: {actions}.",
        "**{number} entries** by {people}: {actions}.",
        len(entries),
        people=who,
        actions=words.listed(_action_by_action(entries["action"].value_counts())),
    )


def _action_by_action(found: pd.Series[int]) -> list[str]:
    """How often each action was done that was done at all."""
    done = {action: int(found.get(action, 0)) for action in ACTIONS}
    said = {
        Action.download: words.count(done[Action.download], "download", "downloads"),
        Action.grant: words.count(done[Action.grant], "grant given", "grants given"),
        Action.revoke: words.count(done[Action.revoke], "grant revoked", "grants revoked"),
        Action.sign_in: words.count(done[Action.sign_in], "sign-in", "sign-ins"),
        Action.sign_out: words.count(done[Action.sign_out], "sign-out", "sign-outs"),
        Action.disclosure: words.count(done[Action.disclosure], "rule set", "rules set"),
    }
    return [text for action, text in said.items() if done[action]]
