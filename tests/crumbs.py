"""Where a page behind the log-in says it stands: the crumbs above its heading."""

import re

CRUMBS = re.compile(r'<nav class="crumbs".*?</nav>', re.DOTALL)
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)


def text_of(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def crumb_faults(page: str) -> list[str]:
    """What is wrong with the crumbs of a page with the frame of those who have logged in; nothing of other pages."""
    if 'class="top"' not in page or '<body class="public' in page:
        return []
    found = CRUMBS.search(page)
    items = ITEM.findall(found[0]) if found else []
    if found is None or len(items) < 2:
        return ["no crumbs"]
    first, *between, last = items
    right = {
        "the first leads home": text_of(first) == "หน้าแรก" and 'href="/"' in first,
        "the last is this page and no link": 'aria-current="page"' in last and "<a " not in last,
        "the last has words": bool(text_of(last)),
        "one place is the current one": found[0].count("aria-current") == 1,
        "home comes once": found[0].count(">หน้าแรก<") == 1,
        "those between lead somewhere": all("<a " in item for item in between),
    }
    return [f"not so: {rule}" for rule, is_so in right.items() if not is_so]
