"""How much of everything there may be, and how fast."""
