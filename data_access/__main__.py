"""``python -m data_access``: creates the store, takes packages in, and prints figures."""

from data_access.commands import main

if __name__ == "__main__":
    main()
