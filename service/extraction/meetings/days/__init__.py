"""When a meeting takes place."""
