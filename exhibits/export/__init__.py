"""On paper: the same exhibits as slides, as a document and as a workbook, with no network."""
