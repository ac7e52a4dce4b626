"""The first window: which server, which name, and what has to be asked before one is in."""
