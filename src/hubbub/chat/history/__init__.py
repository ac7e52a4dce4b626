"""What was said before, as it is read back."""
