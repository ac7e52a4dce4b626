"""The look that all windows share: colours by meaning, in four themes. Knows no toolkit."""
