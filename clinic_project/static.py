"""Static files under hashed names, so that a browser may keep them for ever, and the style sheets as one file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The style sheets of every page, in the order of the cascade. On a slow line each file more is a wait more, so the
# hashed storage joins them; together they are about 20 KB compressed.
STYLES = (
    *("bootstrap", "tokens", "app", "nav", "forms", "components", "calendar"),
    *("drafts", "session", "referral", "charts", "help", "print"),
)
BUNDLE = "css/site.css"
# The letters stand apart: they stay in the browser when a style changes.
FONTS = "css/fonts.css"


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; a file named in a package's source map that is not shipped is no error."""

    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the style sheets before the names are made."""
        if not dry_run:
            parts = (Path(self.path(f"css/{name}.css")) for name in STYLES)
            joined = "\n".join(part.read_text(encoding="utf-8") for part in parts)
            Path(self.path(BUNDLE)).write_text(joined, encoding="utf-8")
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)


def style_sheets() -> list[str]:
    """Addresses of the style sheets of every page beside the letters: one when they were joined, else each."""
    # The storage is a lazy object; isinstance looks through it.
    names = [BUNDLE] if isinstance(staticfiles_storage, HashedStorage) else [f"css/{name}.css" for name in STYLES]
    return [static(name) for name in names]
