"""What the world is called: data files that a person can read and edit, and their loader."""
