"""What is wrong with an installation, whether its server runs or not: `hubbub doctor`."""
