"""What cover costs, and who pays it."""
