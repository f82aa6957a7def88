"""What a command says when it can't do what it was asked."""


class Refused(Exception):
    """An order that makes no sense; the message says why and what to do."""
