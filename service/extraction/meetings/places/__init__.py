"""Where a meeting takes place."""
