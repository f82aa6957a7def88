"""Rights enforced a second time, by Postgres itself: it hands out no row that a viewer may not see.

``context`` tells a transaction for whom it reads, ``sets`` are what of the store is theirs, ``rules``
says for each table which of its rows that makes visible, ``policies`` who reads and writes them,
``applying`` puts it all into the database, and ``roles`` refuses a role there that it would not bind.
"""
