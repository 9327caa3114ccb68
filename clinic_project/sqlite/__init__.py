"""Django's SQLite, with one thing mended: a table that is made anew keeps the database's own rules."""
