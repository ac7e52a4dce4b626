"""`hubbub console --tui` and `hubbub serve --tui`: the server console in a terminal."""
