"""Bans, invitations, reports, and the lockdown."""
