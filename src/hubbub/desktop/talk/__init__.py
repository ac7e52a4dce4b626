"""The conversation: its rows in one Text, what can be done with them, and the field below."""
