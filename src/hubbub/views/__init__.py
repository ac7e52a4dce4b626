"""What every face shows, before colours and sizes: rows of a timeline, places, members, titles; pure."""
