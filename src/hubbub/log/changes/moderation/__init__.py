"""What is done to keep order, in the state tables."""
