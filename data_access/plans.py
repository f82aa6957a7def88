"""Improvement plans: what was done, and what is overdue."""
