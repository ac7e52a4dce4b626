"""Engines of the ordered, durable log that `hubbub.chat.ports.Log` describes."""
