"""Plans and risks: what was agreed, what is overdue, and which CRAFT findings are open."""

import streamlit as st

from exhibits import craft, plans, targets
from pages.parts.empty import nothing_selected
from pages.parts.placing import answered, place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, opening, plain, show

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    progress = exhibit(plans.progress_by_field, selection)
    overdue = answered(plans.overdue_actions, selection)
    findings = exhibit(craft.findings_by_module_and_level, selection)

known = [each for each in (progress, overdue, findings) if each is not None and not each.empty]
if not known:
    nothing_selected("What was agreed and what is open", "No plan was agreed and no risk recorded here.")
    st.stop()

said = " ".join(each.sentence for each in known)
opening("What was agreed and what is open", plain(said), progress.selection)
left, right = st.columns(2)
with left:
    show(progress)
    place(plans.progress_by_year, selection)
with right:
    place(plans.progress_by_month, selection)
    place(targets.targets_of, selection, ("plan_progress",))
if overdue is not None:
    show(overdue)
left, right = st.columns(2)
with left:
    show(findings)
with right:
    place(craft.mitigated_by_month, selection)
place(craft.reports_by_age, selection)
