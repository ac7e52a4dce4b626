"""Who may come in, and who it is that asks: what everything else checks first."""
