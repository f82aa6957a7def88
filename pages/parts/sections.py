"""The list of pages: which there are for whom, under which headings."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from data_access.language import say
from data_access.viewer import Role, Viewer
from exhibits.subjects import SUBJECTS

PAGES = Path(__file__).parents[1]


def sections(viewer: Viewer | None) -> dict[str, list[st.Page]]:
    """The list of pages that a viewer has."""
    outsider = viewer is not None and viewer.outsider
    page = partial(_page, outsider)
    reach = page("reach", say("Reach"), "open_in_full", say("What a bigger programme would take"))
    return {
        say("Impact"): [
            page(
                "overview",
                say("Overview"),
                "space_dashboard",
                say("What the selection reached"),
                default=True,
            ),
            page("map", say("Map"), "map", say("Where the production units are, and at which stage")),
            page("stages", say("Stages"), "stairs", say("How units climb each ladder")),
            page("training", say("Training"), "school", say("Who holds a valid training, and what lapses")),
        ],
        say("Safety and work"): [
            page(
                "protection",
                say("Protection"),
                "health_and_safety",
                say("Cover, safety provision, incidents"),
            ),
            page("plans", say("Plans and risks"), "checklist", say("Improvement plans, and CRAFT findings")),
            page(
                "conditions", say("Working conditions"), "badge", say("Contracts, permits, access to finance")
            ),
        ],
        say("Gold and money"): [
            page(
                "gold", say("Gold"), "conveyor_belt", say("From the unit to the buyer, and back as premium")
            ),
            page("premium", say("Premium"), "savings", say("From gold sold to what the premium bought")),
            page("mercury", say("Mercury"), "water_drop", say("Mercury against each unit's own baseline")),
        ],
        say("Programmes"): [
            page(
                "programme",
                say("Programme"),
                "assignment",
                say("One programme: funders, actions, targets, budget"),
            ),
            # Reckoned from single costs and people.
            *([] if outsider else [reach]),
            page(
                "stories",
                say("Stories and directory"),
                "auto_stories",
                say("Stories, support, practice notes"),
            ),
        ],
        say("Proof"): [
            page("claims", say("Claims"), "fact_check", say("What was published beside what is recorded")),
            page(
                "figures",
                say("All figures"),
                "functions",
                say("Every figure: by month, by group, and compared"),
            ),
        ],
        say("Meeting"): [
            page("meeting", say("Meetings"), "slideshow", say("Slides with numbers that do not change")),
        ],
    } | _administration(viewer)


def _administration(viewer: Viewer | None) -> dict[str, list[st.Page]]:
    """The pages that administrators alone have in their list; each refuses others by itself, too."""
    # Before somebody has signed in they are there, too: else their links would be lost on the way.
    if viewer is not None and viewer.role != Role.administrator:
        return {}
    return {
        say("Administration"): [
            _page(False, "access", say("Access"), "key", say("Who may see what, and from when to when")),
            _page(
                False, "audit", say("Audit"), "history", say("Who was granted, took and did what, and when")
            ),
        ]
    }


def _page(outsider: bool, name: str, title: str, icon: str, help: str, default: bool = False) -> st.Page:
    """A page in the list: of many subjects outsiders have one of their own, under the same name."""
    path = "" if default else name
    own = PAGES / "outsiders" / "subject.py" if outsider and path in SUBJECTS else PAGES / f"{name}.py"
    shown = f":material/{icon}:"
    return st.Page(own, title=title, icon=shown, help=help, default=default, url_path=path or None)
