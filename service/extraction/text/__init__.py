"""From raw text to a page: normal form, known words, blocks, sentences, language, the gates."""
