"""Audit: who was granted, took and did what, and when, for administrators."""

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data_access.audit import acting
from data_access.audit import audit as audited
from data_access.language import say
from data_access.reader import Reader
from exhibits import audit
from pages.parts.administering import administrator
from pages.parts.downloading import offer
from pages.parts.periods import FIRST_DAY, LAST_DAY
from pages.parts.reading import reader
from pages.parts.show import HEAD_HEIGHT, opening
from pages.parts.text import emphasised

LISTED = 1000
DAYS: dict[str, Any] = {
    "format": "DD/MM/YYYY",
    "min_value": FIRST_DAY,
    "max_value": LAST_DAY,
    "persist_state": "session",
}

administrator()
read = reader()


def chosen() -> dict[str, Any]:
    """What is looked for: by whom, what, from when to when."""
    who, what, first, last = st.columns([4, 4, 2, 2])
    return {
        "by": who.multiselect(
            say("Who"),
            read.ask(acting),
            format_func=audit.who,
            placeholder=say("Everybody"),
            key="audited_by",
            persist_state="session",
        ),
        "actions": what.multiselect(
            say("What"),
            list(audit.ACTIONS),
            format_func=lambda action: say(audit.ACTIONS[action]),
            placeholder=say("Everything"),
            key="audited_actions",
            persist_state="session",
        ),
        "first_day": first.date_input(say("From"), None, key="audited_from", **DAYS),
        "last_day": last.date_input(say("To"), None, key="audited_to", **DAYS),
    }


def everything(read: Reader, looked_for: dict[str, Any]) -> pd.DataFrame:
    """All that was looked for, however much: what the file holds."""
    return audit.table(read.ask(audited, None, **looked_for))


head = st.container()
looked_for = chosen()
named = {name: value for name, value in looked_for.items() if value}
with head, st.skeleton(HEAD_HEIGHT):
    # One more than is listed tells whether there is more.
    found = read.ask(audited, LISTED + 1, **looked_for)
    entries = found.head(LISTED)
    opening(
        say("What was done"),
        emphasised(audit.in_sum(entries, len(found) <= LISTED)),
        say("Grants, downloads, sign-ins and sign-outs. All days and times are those of UTC."),
    )
with st.container(border=True, key="exhibit_audit"):
    st.markdown(f"### {say('Entries, the latest first')}")
    if entries.empty:
        nothing = say("Choose other people, other actions or more days.")
        st.markdown(f":material/filter_alt_off: {nothing}")
    else:
        st.dataframe(
            audit.table(entries),
            hide_index=True,
            height=520,
            key="table_audit",
            placeholder="",
            alt=say("Entries of the audit"),
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="foot_audit"):
        st.caption(say("An entry can't be changed here, nor taken away"))
        file_name = f"audit_{date.today()}.csv"
        offer("audit", partial(everything, read, looked_for), file_name, urlencode(named, doseq=True))
