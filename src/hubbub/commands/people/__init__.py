"""Who is here: coming, going, being found, and what one lets others do."""
