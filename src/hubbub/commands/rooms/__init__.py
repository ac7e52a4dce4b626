"""Rooms: joining and leaving, their modes, names and roles."""
