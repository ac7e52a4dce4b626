"""What was said before: pages, searches, and what was missed."""
