"""Rooms: entering and leaving them, and their modes."""
