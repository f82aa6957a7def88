"""What the dashboard costs in time and memory, measured against the usual ways to build one."""
