"""Pages about members, one module a noun."""
