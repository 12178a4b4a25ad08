"""The loops that watch, resolve, match and deliver."""
