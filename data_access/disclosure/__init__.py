"""Disclosure control: what sponsors and presenters may be told of people, so that no small group shows."""
