"""How much a crawl takes: each thing once, everything (``--slow``), or only some pages (``--pages``)."""

import os

NAME, PAGES = "TEST_WIDE", "TEST_PAGES"


def is_wide() -> bool:
    """Whether this is the wide run."""
    return os.environ.get(NAME) == "1"


def pages() -> list[str]:
    """Words of which a page's name has to hold one; in a run that is not narrowed the empty word, which all hold."""
    return os.environ.get(PAGES, "").split() or [""]


def is_narrow() -> bool:
    """Whether somebody looks at some pages only (``--pages "year_new budget"``): nothing is said of the others."""
    return pages() != [""]
