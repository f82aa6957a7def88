"""Plans and risks: what was agreed, what is overdue, and which CRAFT findings are open."""

import streamlit as st

from exhibits import craft, plans, targets
from pages.parts.empty import nothing_selected
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, opening, place, plain, show

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    progress = exhibit(plans.progress_by_field, selection)
    overdue = exhibit(plans.overdue_actions, selection)
    findings = exhibit(craft.findings_by_module_and_level, selection)

if progress.empty and overdue.empty and findings.empty:
    nothing_selected("What was agreed and what is open", "No plan was agreed and no risk recorded here.")
    st.stop()

said = [shown.sentence for shown in (progress, overdue, findings) if not shown.empty]
opening("What was agreed and what is open", plain(" ".join(said)), progress.selection)
left, right = st.columns(2)
with left:
    show(progress)
    place(plans.progress_by_year, selection)
with right:
    place(plans.progress_by_month, selection)
    place(targets.targets_of, selection, ("plan_progress",))
show(overdue)
left, right = st.columns(2)
with left:
    show(findings)
with right:
    place(craft.mitigated_by_month, selection)
place(craft.reports_by_age, selection)
