"""The edge: sockets, TLS, HTTP, the clock, and the engine that lets nothing leave before the log has it."""
