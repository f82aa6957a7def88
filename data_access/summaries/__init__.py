"""Summary tables: what the figures are made of, counted once when data change, and not at every look."""
