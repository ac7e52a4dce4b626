"""Everything that is so right now: people, accounts, rooms, and what is known of each."""
