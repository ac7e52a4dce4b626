"""Who is here, who was here, and what is known of them."""
