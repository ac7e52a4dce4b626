"""Certificates from an authority that speaks ACME (RFC 8555): asked for by a process of its own."""
