"""The IRC protocol's own tables and small rules: numerics, capabilities, ISUPPORT, casemap, masks, times."""
