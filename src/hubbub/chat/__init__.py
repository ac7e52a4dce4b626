"""The chat itself: pure state, events and rules. Knows no socket, no clock and no file."""
