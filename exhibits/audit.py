"""What was done, in words: the entries of the audit as a page lists them."""

from __future__ import annotations

import pandas as pd

from data_access.audit import Action
from exhibits import words
from exhibits.exhibit import Column

ACTIONS = {
    Action.download: "Downloaded",
    Action.grant: "Granted",
    Action.revoke: "Revoked",
    Action.sign_in: "Signed in",
    Action.sign_out: "Signed out",
    Action.disclosure: "Set what is told",
}
COLUMNS = {
    "when": Column("When (UTC)"),
    "viewer": Column("Who"),
    "action": Column("What"),
    "exhibit": Column("Exhibit"),
    "row_count": Column("Rows", "count"),
    "detail": Column("Of what"),
    "selection": Column("Selection, as in the URL"),
}


def table(entries: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``data_access.audit.audit`` as they are listed and filed."""
    listed = entries.assign(
        when=[at.strftime("%Y-%m-%d %H:%M:%S") for at in entries["at"]],
        action=[ACTIONS[Action(action)] for action in entries["action"]],
        row_count=entries["row_count"].astype("Int64"),
    )
    return listed[list(COLUMNS)].rename(columns={name: column.title for name, column in COLUMNS.items()})


def in_sum(entries: pd.DataFrame, all_of_it: bool) -> str:
    """How much was done by how many, action by action; ``**`` emphasises."""
    if entries.empty:
        return "**Nothing** of this kind is in the audit."
    found = entries["action"].value_counts()
    parts = [words.count(found[action], *_COUNTED[action]) for action in ACTIONS if action in found]
    who = words.count(entries["viewer"].nunique(), "person", "people")
    if not all_of_it:
        return f"The latest **{words.number(len(entries))}** entries, by {who}; the file has all of them."
    return f"**{words.count(len(entries), 'entry', 'entries')}** by {who}: {words.listed(parts)}."


_COUNTED = {
    Action.download: ("download", "downloads"),
    Action.grant: ("grant given", "grants given"),
    Action.revoke: ("grant revoked", "grants revoked"),
    Action.sign_in: ("sign-in", "sign-ins"),
    Action.sign_out: ("sign-out", "sign-outs"),
    Action.disclosure: ("rule set", "rules set"),
}
