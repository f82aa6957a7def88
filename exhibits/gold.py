"""Gold."""
