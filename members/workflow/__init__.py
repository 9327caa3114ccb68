"""Tables of moves, one module a noun."""
