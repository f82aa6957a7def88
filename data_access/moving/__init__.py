"""How a whole store is taken elsewhere: as a package, as a backup, or straight into another database."""
