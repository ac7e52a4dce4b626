"""Who may come in, and who looks after it: bans, invitations, operators, the audit log."""
