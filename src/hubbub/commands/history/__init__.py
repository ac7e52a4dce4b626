"""Reading what was said before."""
