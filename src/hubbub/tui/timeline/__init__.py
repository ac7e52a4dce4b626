"""The messages: rows wrapped when they are seen, and guessed until then."""
