"""Plans and risks: what was agreed, what is overdue, and which CRAFT findings are open."""

import streamlit as st

from data_access.language import say
from exhibits import craft, overdue, plans, targets
from pages.parts.empty import nothing_selected
from pages.parts.placing import answered, place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain

TITLE = say("What was agreed and what is open")

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    progress = exhibit(plans.progress_by_field, selection)
    late = answered(overdue.overdue_actions, selection)
    findings = exhibit(craft.findings_by_module_and_level, selection)

known = [each for each in (progress, late, findings) if each is not None and not each.empty]
if not known:
    nothing_selected(TITLE, say("No plan was agreed and no risk recorded here."))
    st.stop()

said = " ".join(each.sentence for each in known)
opening(TITLE, plain(said), progress.selection)
left, right = st.columns(2)
with left:
    show(progress)
    place(plans.progress_by_year, selection)
with right:
    place(plans.progress_by_month, selection)
    place(targets.targets_of, selection, ("plan_progress",))
if late is not None:
    show(late)
left, right = st.columns(2)
with left:
    show(findings)
with right:
    place(craft.mitigated_by_month, selection)
place(craft.reports_by_age, selection)
