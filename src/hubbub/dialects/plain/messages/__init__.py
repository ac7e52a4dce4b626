"""What is said, and how long it stays."""
