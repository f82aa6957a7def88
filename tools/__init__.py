"""The workshop: what measures and photographs the dashboard, and what its browser tests share."""
