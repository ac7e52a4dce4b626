"""The IRC dialect: modern.ircdocs.horse and IRCv3, one file per command family."""
