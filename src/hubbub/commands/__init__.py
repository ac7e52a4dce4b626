"""What can be asked of the chat: each function checks, then emits an event or replies; or raises a Refusal."""
