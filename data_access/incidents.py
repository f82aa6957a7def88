"""Accidents, illnesses and near misses, and how often people are hurt at work."""
