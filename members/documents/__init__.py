"""Papers about members, one module a noun."""
