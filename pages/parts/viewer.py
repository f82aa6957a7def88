"""Who is looking: asked anew at every rerun."""

from __future__ import annotations

from data_access.viewer import UNRESTRICTED, Viewer


def looking() -> Viewer:
    """The viewer of this session."""
    return UNRESTRICTED
