"""The process around the server, from the settings to the exit code."""
