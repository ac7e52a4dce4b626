"""Copies of everything a server keeps: made while it runs, proved by restoring each one, put back by one command."""
