"""Parley: reads the news about peace processes, keeps the record, and tells when it changes."""

__version__ = "0.1.0"
