"""How packages of tables get into the store: read, checked, and taken in whole or not at all."""

from data_access.importing.loading import check_package, import_package
from data_access.importing.locking import StoreLocked
from data_access.importing.orders import ImportSummary
from data_access.importing.problems import PackageRefused, Problem
from data_access.importing.reading import Told

__all__ = [
    "ImportSummary",
    "PackageRefused",
    "Problem",
    "StoreLocked",
    "Told",
    "check_package",
    "import_package",
]
