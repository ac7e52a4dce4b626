"""What lies over the talk for a while: the jump list, menus, questions, search, help, settings."""
