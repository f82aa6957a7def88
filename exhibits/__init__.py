"""Drawn: one figure each, that can be shown anywhere. The only room that draws."""
