"""Requests that the server itself makes, to addresses that people have given: only where anybody could reach them.

`addresses` says where that is, `client` asks. Nothing else in the server opens a connection to somewhere.
"""
