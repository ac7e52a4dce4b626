"""Messages and conversations in the state tables."""
