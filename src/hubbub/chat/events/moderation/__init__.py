"""What happened to keep order."""
