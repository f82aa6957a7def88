"""Figures from the summaries: the same answers that their statements give, read off what was counted."""
