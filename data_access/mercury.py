"""Mercury against each unit's own baseline, and the planetGOLD core indicators."""
