"""What happened to messages and conversations."""
