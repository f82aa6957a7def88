"""What is wrong with a store, found by reading alone.

``examination`` asks one question after the other and survives each answer; ``shape`` holds the tables
against the contract, ``rows`` counts what can't be used of them, by the conditions of ``usable``;
``diagnosis`` is what comes of it.
"""
