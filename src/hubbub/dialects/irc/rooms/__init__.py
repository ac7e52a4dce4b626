"""Rooms, their modes and their names."""
