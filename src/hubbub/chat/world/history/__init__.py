"""What is kept in memory of the logs."""
