"""Risks that CRAFT assessments recorded, and what became of them."""
