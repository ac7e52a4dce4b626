"""How each kind of client speaks: received lines to commands, events and replies to lines."""
