"""What is said when a copy cannot be made, read or put back."""


class CopyError(Exception):
    """One sentence: what is wrong, and what to do."""


class BadCopy(CopyError):
    """The copy is not what its manifest says, or no copy at all. It is left as it is."""
