"""The router: which pages there are, the filters they share, and the page that was asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from data_access.selection import EmptyStore
from data_access.store import StoreUnavailable
from data_access.viewer import Role, Viewer
from pages.outsiders.subjects import SUBJECTS
from pages.parts.placing import not_told
from pages.parts.selecting import select
from pages.parts.signing_in import turned_away, who_is_looking
from pages.parts.style import style
from pages.parts.trouble import trouble
from pages.parts.viewer import TurnedAway, enter

PAGES = Path(__file__).parent
# Grants and what was done are of no programme, place or period.
WITHOUT_SELECTION = ("access", "audit")


def page_for(outsider: bool, name: str, title: str, icon: str, help: str, default: bool = False) -> st.Page:
    """A page in the list: of many subjects outsiders have one of their own, under the same name."""
    path = "" if default else name
    own = PAGES / "outsiders" / "subject.py" if outsider and path in SUBJECTS else PAGES / f"{name}.py"
    return st.Page(
        own,
        title=title,
        icon=f":material/{icon}:",
        help=help,
        default=default,
        url_path=path or None,
    )


def administration(viewer: Viewer | None) -> dict[str, list[st.Page]]:
    """The pages that administrators alone have in their list; each refuses others by itself, too."""
    # Before somebody has signed in they are there, too: else their links would be lost on the way.
    if viewer is not None and viewer.role != Role.administrator:
        return {}
    return {
        "Administration": [
            page_for(False, "access", "Access", "key", "Who may see what, and from when to when"),
            page_for(False, "audit", "Audit", "history", "Who was granted, took and did what, and when"),
        ]
    }


st.set_page_config(page_icon=PAGES / "icon.png", layout="wide", initial_sidebar_state=264)
hindered = enter()
viewer: Viewer | None = st.session_state.get("viewer")
outsider = viewer is not None and viewer.outsider
page = partial(page_for, outsider)
reach = page("reach", "Reach", "open_in_full", "What a bigger programme would take")
chosen_page = st.navigation(
    {
        "Impact": [
            page("overview", "Overview", "space_dashboard", "What the selection reached", default=True),
            page("map", "Map", "map", "Where the production units are, and at which stage"),
            page("stages", "Stages", "stairs", "How units climb each ladder"),
            page("training", "Training", "school", "Who holds a valid training, and what lapses"),
        ],
        "Safety and work": [
            page("protection", "Protection", "health_and_safety", "Cover, safety provision, incidents"),
            page("plans", "Plans and risks", "checklist", "Improvement plans, and CRAFT findings"),
            page("conditions", "Working conditions", "badge", "Contracts, permits, access to finance"),
        ],
        "Gold and money": [
            page("gold", "Gold", "conveyor_belt", "From the unit to the buyer, and back as premium"),
            page("premium", "Premium", "savings", "From gold sold to what the premium bought"),
            page("mercury", "Mercury", "water_drop", "Mercury against each unit's own baseline"),
        ],
        "Programmes": [
            page("programme", "Programme", "assignment", "One programme: funders, actions, targets, budget"),
            # Reckoned from single costs and people.
            *([] if outsider else [reach]),
            page("stories", "Stories and directory", "auto_stories", "Stories, support, practice notes"),
        ],
        "Proof": [
            page("claims", "Claims", "fact_check", "What was published beside what is recorded"),
            page("figures", "All figures", "functions", "Every figure: by month, by group, and compared"),
        ],
    }
    | administration(viewer),
    position="hidden" if isinstance(hindered, TurnedAway) else "top",
)

st.logo(PAGES / "icon.png", size="large")
style()
st.session_state["page"] = chosen_page.url_path

if isinstance(hindered, TurnedAway):
    turned_away(hindered)
    st.stop()
try:
    if viewer is None:
        raise hindered or StoreUnavailable("Nobody is known to look.")
    st.session_state["not_told"] = []
    if chosen_page.url_path not in WITHOUT_SELECTION:
        select(viewer)
    with st.sidebar:
        who_is_looking()
    chosen_page.run()
    not_told()
except (StoreUnavailable, EmptyStore) as error:
    trouble(error)
