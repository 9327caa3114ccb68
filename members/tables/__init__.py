"""Tables in and out: reading a file, understanding cells and columns, checking rows, writing sheets."""
