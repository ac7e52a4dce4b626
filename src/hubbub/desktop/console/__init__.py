"""`hubbub console --gui` and `hubbub serve --gui`: the server console in a window."""
