"""Text to facts with evidence: pure functions over one scan of the text."""
