"""Bytes to documents: web pages, plain text, lines of JSON, feeds; pure."""
