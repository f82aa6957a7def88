"""Pages as sponsors and presenters see them, where coordinators go down to single units and organisations."""
