"""From a listening socket to the protocol that fits."""
