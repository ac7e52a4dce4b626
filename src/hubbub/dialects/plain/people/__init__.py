"""Who is here: coming, going, and being found."""
