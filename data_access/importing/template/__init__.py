"""Empty workbooks for partners: a sheet for each table in their language, which an import takes as it is."""

from data_access.importing.template.writing import write_template

__all__ = ["write_template"]
