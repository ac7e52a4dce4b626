"""What the server understands by itself, the same in every dialect."""
