"""Who is here: being found, what they say of themselves, and what they let others do."""
