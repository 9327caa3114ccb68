"""Help: a day's work of each role and the work of a programme year, in a few steps with pictures of the real pages.

Words in “ ” are buttons and headings as the pages have them; a test looks for each of them in the templates and
tables, as it does for the addresses and the pictures, so that the help can't go stale unseen. ``script/screens help``
takes the pictures.
"""
