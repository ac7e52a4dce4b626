"""Logging in, and names that belong to accounts."""
