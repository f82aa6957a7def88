"""Which parts of pinned numbers a viewer may see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, exists, not_, or_, select

from data_access import schema as s
from data_access.row_security.conditions import holds, key_of_part, of_programme, of_region


def parts_seen() -> Select[Any]:
    """Parts of snapshots that tell of visible programmes and regions alone."""
    part = s.SnapshotPart

    def unseen(limit: Any, seen: Any) -> Any:
        own = (limit.snapshot_id == part.snapshot_id, limit.position == part.position)
        return exists().select_from(limit).where(*own, not_(seen))

    programme, region = s.SnapshotProgramme, s.SnapshotRegion
    no_programme_unseen = not_(unseen(programme, of_programme(programme.programme_id)))
    no_region_unseen = not_(unseen(region, of_region(region.region_id)))
    return select(key_of_part(part)).where(
        or_(holds("sees_all_programmes"), part.programmes.is_not(None) & no_programme_unseen),
        or_(holds("sees_all_regions"), part.regions.is_not(None) & no_region_unseen),
    )
