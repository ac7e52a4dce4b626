"""Who somebody is: WHO, WHOIS, MONITOR, METADATA and the like."""
