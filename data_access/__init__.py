"""Known: the store's schema, its queries, and how data gets in. The only room that speaks SQL."""
