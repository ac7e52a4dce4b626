"""`hubbub bench`: what a chat server costs per delivered message, beside what it could cost at least."""
