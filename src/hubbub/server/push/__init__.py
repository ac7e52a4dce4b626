"""Tells people's devices of what is meant for them, over push services (RFC 8030), after the log has it.

`choosing` says who is told of what, `waiting` whether it is read before anybody has to be told, `lanes` what is on its
way to each device; `encryption` (RFC 8291) and `vapid` (RFC 8292) make what is sent.
"""
