"""Connections that become somebody, and end: entering, staying without one, going."""
