"""About the server itself, and for those who run it."""
