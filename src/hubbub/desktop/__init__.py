"""`hubbub desktop`: the windows of a client, in Tk."""
