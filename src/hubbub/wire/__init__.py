"""Bytes on a wire and what they say: lines, IRC messages, the opening of a connection. Knows no sockets."""
