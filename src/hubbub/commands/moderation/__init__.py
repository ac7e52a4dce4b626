"""Keeping order: bans, invitations, operators, reports, the audit log."""
