"""HTTP, and nothing else knows status codes."""
