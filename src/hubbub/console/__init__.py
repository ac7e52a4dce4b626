"""The core of the server console: what its faces show of a server, and what they can have done. Pure."""
