"""The client core, shared by every face: bytes and typed text in, bytes and events out."""
