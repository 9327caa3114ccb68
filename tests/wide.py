"""Whether a run leaves nothing out (``--slow``), for crawls that else take each thing once."""

import os

NAME = "TEST_WIDE"


def is_wide() -> bool:
    """Whether this is the wide run."""
    return os.environ.get(NAME) == "1"
