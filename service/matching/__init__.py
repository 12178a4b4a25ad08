"""Standing queries as an index: an event comes, and those it meets are found, and why."""
