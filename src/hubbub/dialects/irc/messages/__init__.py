"""What is said, in one line or several, and what becomes of it."""
