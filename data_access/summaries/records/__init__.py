"""Reads from the records what summaries are counted from: of whom, is said by ``touching``."""
