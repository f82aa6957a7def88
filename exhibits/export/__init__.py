"""Exhibits on paper and on a stick: slides, sheets, pages and kits of the same figures."""
