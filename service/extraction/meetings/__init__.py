"""Meetings in a text: what reports one, who, where, when, in which state."""
