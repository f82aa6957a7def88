"""How miners work, as surveys asked them."""
