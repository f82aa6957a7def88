"""What is looked at once, before anybody is served: whether the database would guard the store at all."""

from __future__ import annotations

import logging
import os
import sys

from data_access.replica import read_url, replica
from data_access.store import NotToBeServed, StoreUnavailable, open_store

# A database that doesn't answer for so long is not waited for: the pages come with it.
SECONDS_TO_ASK = 10


def end_unless_it_may_be_served() -> None:
    """Ends the program where the role in DATABASE_URL, or in DATABASE_READ_URL, could see past the rights of
    viewers.

    A store that isn't there yet is only noted: it is looked at again before a page is shown.
    """
    try:
        open_store(serving=True).close()
        if followed := read_url():
            replica(followed).may_be_served()
    except NotToBeServed as refused:
        print(refused, file=sys.stderr, flush=True)
        # An exception would be one more line in the log of a server that goes on, or ends otherwise.
        os._exit(1)
    except StoreUnavailable as error:
        logging.getLogger(__name__).warning("%s", error)
