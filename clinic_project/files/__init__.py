"""Files people send in: checked by content, kept under random names, handed out only through a scope check."""
