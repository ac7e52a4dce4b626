"""The edge of all Python clients: connections, files and secrets, above the client core and below every face."""
