"""The drafts of all sentences put together: what tells of one meeting becomes one."""
