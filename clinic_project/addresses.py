"""Addresses as people outside get them: printed in QR codes and written in mails."""

from django.conf import settings


def absolute(path: str) -> str:
    """A path of ours with the host in front.

    The host is ``PUBLIC_URL``; where that is not set the first allowed host in real work, and this machine in a trial.
    """
    return f"{base()}{path}"


def base() -> str:
    """Scheme and host without a slash at the end."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL).rstrip("/")
    if settings.PRODUCTION:
        return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.*')}"
    return f"http://127.0.0.1:{settings.TRIAL_PORT}"
