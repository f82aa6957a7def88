"""The same page in several ways: ours, as pages like it are usually written, and over DuckDB."""
