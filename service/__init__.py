"""Parley's service: what it knows, keeps and serves."""
