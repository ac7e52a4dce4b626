"""The chat's machinery: turns, commits, and what goes on in the background."""
