"""Which units and people have safety provision within reach."""
