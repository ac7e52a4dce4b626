"""Accounts: making, entering, guarding and ending them."""
