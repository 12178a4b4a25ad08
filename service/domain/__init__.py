"""Immutable values and the rules about them alone; imports nothing of the rest."""
