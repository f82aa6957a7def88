"""How packages of tables get into the store: described, read, checked, and taken in whole or not at all."""

from data_access.importing.loading import ImportSummary, import_package
from data_access.importing.problems import PackageRefused, Problem

__all__ = ["ImportSummary", "PackageRefused", "Problem", "import_package"]
