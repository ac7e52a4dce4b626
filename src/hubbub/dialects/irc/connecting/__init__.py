"""From the first line to the welcome: capabilities, names, logging in."""
