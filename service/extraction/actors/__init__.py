"""States, bodies and persons: the known and the discovered, offices, places, pronouns."""
