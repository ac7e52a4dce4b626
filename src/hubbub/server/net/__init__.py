"""Connections, and what is known of the other end."""
