"""For those who keep order: operators and reports."""
