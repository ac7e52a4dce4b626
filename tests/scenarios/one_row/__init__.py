"""What a new command costs that is served everywhere."""
