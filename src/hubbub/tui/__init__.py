"""`hubbub chat` on a whole terminal: places, talk, members and a field, drawn with Textual."""
