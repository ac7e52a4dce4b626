"""What the client knows of one server: plain records, changed by the client's handlers and actions alone."""
