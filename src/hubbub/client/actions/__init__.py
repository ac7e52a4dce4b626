"""What a face can do: each act sends what it takes, or says why it cannot."""
