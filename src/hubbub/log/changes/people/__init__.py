"""People in the state tables."""
