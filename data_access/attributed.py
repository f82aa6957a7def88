"""Each sponsor's share of what a co-financed programme reached."""
