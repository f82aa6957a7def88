"""The list of pages: which there are for whom, under which headings."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from data_access.viewer import Role, Viewer
from exhibits.subjects import SUBJECTS

PAGES = Path(__file__).parents[1]


def sections(viewer: Viewer | None) -> dict[str, list[st.Page]]:
    """The list of pages that a viewer has."""
    outsider = viewer is not None and viewer.outsider
    page = partial(_page, outsider)
    reach = page("reach", "Reach", "open_in_full", "What a bigger programme would take")
    return {
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
    } | _administration(viewer)


def _administration(viewer: Viewer | None) -> dict[str, list[st.Page]]:
    """The pages that administrators alone have in their list; each refuses others by itself, too."""
    # Before somebody has signed in they are there, too: else their links would be lost on the way.
    if viewer is not None and viewer.role != Role.administrator:
        return {}
    return {
        "Administration": [
            _page(False, "access", "Access", "key", "Who may see what, and from when to when"),
            _page(False, "audit", "Audit", "history", "Who was granted, took and did what, and when"),
        ]
    }


def _page(outsider: bool, name: str, title: str, icon: str, help: str, default: bool = False) -> st.Page:
    """A page in the list: of many subjects outsiders have one of their own, under the same name."""
    path = "" if default else name
    own = PAGES / "outsiders" / "subject.py" if outsider and path in SUBJECTS else PAGES / f"{name}.py"
    shown = f":material/{icon}:"
    return st.Page(own, title=title, icon=shown, help=help, default=default, url_path=path or None)
