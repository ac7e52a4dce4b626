"""The server's lines: what each of them changes in the state, and says to the face."""
