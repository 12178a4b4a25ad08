"""SQL, and nothing else knows SQL: a thin layer over SQLite and PostgreSQL, one file a resource."""
