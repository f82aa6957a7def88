"""Miners who join and leave: what explains the curve of cover and of training."""
