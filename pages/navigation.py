"""The router: which pages there are, the filters they share, and the page that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data_access.selection import EmptyStore, data_date
from data_access.store import StoreUnavailable
from data_access.viewer import Role, Viewer
from exhibits.provenance import provenance
from pages.parts.filters import filters, notes
from pages.parts.notice import fatal_notice
from pages.parts.placing import not_told
from pages.parts.reading import answer, reader, version
from pages.parts.show import emphasised, plain
from pages.parts.style import style
from pages.parts.subjects import SUBJECTS
from pages.parts.trouble import trouble
from pages.parts.viewer import looking

PAGES = Path(__file__).parent
# Grants and what was done are of no programme, place or period.
WITHOUT_SELECTION = ("access", "audit")


def page(name: str, title: str, icon: str, help: str, default: bool = False) -> st.Page:
    path = "" if default else name
    script = "told" if viewer.outsider and path in SUBJECTS else name
    return st.Page(
        PAGES / f"{script}.py",
        title=title,
        icon=f":material/{icon}:",
        help=help,
        default=default,
        url_path=path or None,
    )


def shared_filters(viewer: Viewer) -> None:
    """Draws the filters, keeps the selection that they make, and says what of it is to be noticed."""
    until = reader().fact(data_date)
    with st.sidebar:
        selection = filters(viewer, until)
        st.caption(emphasised(answer(provenance)))
    for note in notes():
        st.info(plain(note), icon=":material/link_off:")
    st.session_state["selection"] = selection
    fatal_notice(selection)


def administration(viewer: Viewer | None) -> dict[str, list[st.Page]]:
    """The pages that administrators alone have in their list; each refuses others by itself, too."""
    if viewer is None or viewer.role != Role.administrator:
        return {}
    return {
        "Administration": [
            page("access", "Access", "key", "Who may see what, and from when to when"),
            page("audit", "Audit", "history", "Who was granted, took and did what, and when"),
        ]
    }


st.set_page_config(page_icon=PAGES / "icon.png", layout="wide", initial_sidebar_state=264)
viewer = looking()
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
            *([] if viewer.outsider else [reach]),
            page("stories", "Stories and directory", "auto_stories", "Stories, support, practice notes"),
        ],
        "Proof": [
            page("claims", "Claims", "fact_check", "What was published beside what is recorded"),
            page("figures", "All figures", "functions", "Every figure: by month, by group, and compared"),
        ],
    }
    | administration(viewer),
    position="top",
)

st.logo(PAGES / "icon.png", size="large")
style()
st.session_state["page"] = chosen_page.url_path

try:
    st.session_state["viewer"] = viewer
    st.session_state["not_told"] = []
    st.session_state["data_version"] = version()
    if chosen_page.url_path not in WITHOUT_SELECTION:
        shared_filters(viewer)
    chosen_page.run()
    not_told()
except (StoreUnavailable, EmptyStore) as error:
    trouble(error)
