"""What people see and type who have nothing but a terminal and `nc`."""
