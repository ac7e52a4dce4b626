"""What a person types: the table of commands, the grammar that gives it a meaning, and splitting of long texts."""
