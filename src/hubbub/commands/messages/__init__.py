"""What is said, and what becomes of it: edits, reactions, redactions, bridges."""
