"""HTTP and WebSocket on the one port."""
