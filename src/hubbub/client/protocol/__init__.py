"""The connection as lines: how it begins, how fast it may talk, what belongs together, what was asked."""
