"""From what partners send to rows of the store's tables: files, sheets, headers, cells."""

from data_access.importing.reading.package import Package, opened
from data_access.importing.reading.tables import DeliveredTable, ReadRow
from data_access.importing.reading.told import NOTHING_TOLD, Told

__all__ = ["NOTHING_TOLD", "DeliveredTable", "Package", "ReadRow", "Told", "opened"]
