"""The line client: the chat in a terminal, or in a pipe."""
