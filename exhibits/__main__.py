"""``python -m exhibits``: makes decks and kits."""

from exhibits.commands import main

if __name__ == "__main__":
    main()
