"""Who was in the room of a meeting, and in which role."""
