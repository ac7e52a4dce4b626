"""Many nodes and one decider: nodes keep the sockets, the decider runs the server over what they carry."""
