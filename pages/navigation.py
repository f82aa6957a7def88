"""The router: which pages there are, the filters they share, and the page that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data_access.selection import EmptyStore
from data_access.store import StoreUnavailable
from exhibits.provenance import provenance
from pages.parts.filters import filters, notes
from pages.parts.notice import fatal_notice
from pages.parts.reading import answer
from pages.parts.show import emphasised, plain
from pages.parts.signing_in import turned_away, who_is_looking
from pages.parts.style import style
from pages.parts.trouble import trouble
from pages.parts.viewer import TurnedAway, enter

PAGES = Path(__file__).parent


def page(name: str, title: str, icon: str, help: str, default: bool = False) -> st.Page:
    return st.Page(
        PAGES / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        help=help,
        default=default,
        url_path=None if default else name,
    )


st.set_page_config(page_icon=PAGES / "icon.png", layout="wide", initial_sidebar_state=264)
hindered = enter()
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
            page("reach", "Reach", "open_in_full", "What a bigger programme would take"),
            page("stories", "Stories and directory", "auto_stories", "Stories, support, practice notes"),
        ],
        "Proof": [
            page("claims", "Claims", "fact_check", "What was published beside what is recorded"),
            page("figures", "All figures", "functions", "Every figure: by month, by group, and compared"),
        ],
    },
    position="hidden" if isinstance(hindered, TurnedAway) else "top",
)

st.logo(PAGES / "icon.png", size="large")
style()
st.session_state["page"] = chosen_page.url_path

if isinstance(hindered, TurnedAway):
    turned_away(hindered)
    st.stop()
try:
    if hindered:
        raise hindered
    with st.sidebar:
        selection = filters(st.session_state["data_date"])
        st.caption(emphasised(answer(provenance)))
        who_is_looking()
    for note in notes():
        st.info(plain(note), icon=":material/link_off:")
    st.session_state["selection"] = selection
    fatal_notice(selection)
    chosen_page.run()
except (StoreUnavailable, EmptyStore) as error:
    trouble(error)
