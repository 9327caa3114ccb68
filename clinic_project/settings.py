"""Settings, typed and read from the environment.

Without any variable set the product runs for a trial: SQLite, debug pages off, a fixed
local key. With ``PRODUCTION=1`` it refuses to start until its secrets are given.
"""

import re
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from clinic_project.sealing import is_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

PRODUCTION: bool = env.bool("PRODUCTION", default=False)
DEBUG: bool = env.bool("DEBUG", default=False) and not PRODUCTION

LOCAL_KEY = "local-trial-only-not-a-secret-0123456789-abcdefghijklmnopqrstuvwxyz"


def _required(name: str) -> str:
    value = env.str(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"โหมดใช้งานจริงต้องตั้งค่า {name} ในสภาพแวดล้อมก่อนเริ่มระบบ")
    return str(value)


SECRET_KEY: str = _required("SECRET_KEY") or LOCAL_KEY
if PRODUCTION and (SECRET_KEY == LOCAL_KEY or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured("SECRET_KEY ต้องเป็นค่าสุ่มของระบบนี้ ยาวอย่างน้อย 50 ตัวอักษร")
# Keys for what is stored only encrypted (clinic_project/sealing.py): the newest first, separated by commas.
LOCAL_DATA_KEY = "bG9jYWwtdHJpYWwtb25seS1ub3QtYS1zZWNyZXQtMTI="
DATA_KEYS: list[str] = [key.strip() for key in (_required("DATA_KEYS") or LOCAL_DATA_KEY).split(",") if key.strip()]
if not DATA_KEYS or not all(is_key(key) for key in DATA_KEYS):
    raise ImproperlyConfigured("DATA_KEYS ต้องเป็นค่าสุ่ม 32 ไบต์แบบ base64 คั่นด้วยจุลภาค ตัวใหม่สุดอยู่หน้า")
if PRODUCTION and LOCAL_DATA_KEY in DATA_KEYS:
    raise ImproperlyConfigured("DATA_KEYS ต้องเป็นค่าสุ่มของระบบนี้ ไม่ใช่ค่าสำหรับทดลอง")
# What a member's number looks like, and how that is said to a person who typed another one.
MEMBER_NUMBER_PATTERN: str = env.str("MEMBER_NUMBER_PATTERN", default="[0-9]{4,10}")
MEMBER_NUMBER_WORDS: str = env.str("MEMBER_NUMBER_WORDS", default="เลขสมาชิกเป็นตัวเลข 4 ถึง 10 หลัก ใส่ศูนย์นำหน้าให้ครบ")
try:
    if re.fullmatch(MEMBER_NUMBER_PATTERN, ""):
        raise ImproperlyConfigured("MEMBER_NUMBER_PATTERN ต้องไม่รับเลขสมาชิกที่ว่าง")
except re.error as error:
    raise ImproperlyConfigured("MEMBER_NUMBER_PATTERN อ่านเป็นรูปแบบไม่ได้") from error
# How long a merging of two records of one member can be taken back.
MERGE_UNDO_DAYS: int = env.int("MERGE_UNDO_DAYS", default=30)
ALLOWED_HOSTS: list[str] = [h for h in _required("ALLOWED_HOSTS").split(",") if h] or [
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Address printed in QR codes and letters; without it the address of the request is used.
PUBLIC_URL: str = env.str("PUBLIC_URL", default="")
TRIAL_PORT: int = env.int("PORT", default=8000)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "clinic_project",
    "clinic_project.jobs",
    "clinic_project.files",
    "clinic_project.outbox",
    "clinics",
    "members",
    "cases",
    "referrals",
    "evaluations",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic_project.compression.PageGZipMiddleware",
    "clinic_project.typography.TypographyMiddleware",
    "csp.middleware.CSPMiddleware",
    "clinic_project.middleware.ReferenceMiddleware",
    "clinic_project.middleware.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "clinic_project.drafts.DraftMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic_project.middleware.SessionAgeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clinic_project.middleware.NewPasswordMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clinic_project.whereabouts.WhereaboutsMiddleware",
    "clinic_project.middleware.NoStoreMiddleware",
    "clinic_project.middleware.ExplainMiddleware",
    "clinic_project.idempotency.IdempotencyMiddleware",
]

ROOT_URLCONF = "clinic_project.urls"
WSGI_APPLICATION = "clinic_project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic_project.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

if not PRODUCTION:
    VAR_DIR.mkdir(exist_ok=True)
_database_url = _required("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'clinic.sqlite3'}"
DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url_config(_database_url)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "clinic_project.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # The default (deferred) transactions gave "database is locked" at 40 writers.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # How SQLite alters a table is to make it anew. Where triggers of other tables name it, renaming the new one
        # is refused without the last of these.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA legacy_alter_table=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "clinics.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("ไทย")), ("en", _("อังกฤษ"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Names that change with the content, so that browsers keep them for ever, and compressed copies; needs collectstatic.
HASHED_STATIC: bool = env.bool("HASHED_STATIC", default=PRODUCTION)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "clinic_project.static.HashedStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
PDF_CACHE_DIR = Path(env.str("PDF_CACHE_DIR", default=str(VAR_DIR / "pdf")))

# Background work is done before the answer goes out, without a worker; for tests.
JOBS_IMMEDIATE: bool = env.bool("JOBS_IMMEDIATE", default=False)

# Where mail goes: smtp+tls://user:password@host:587. A trial writes it to its own output; real work without an address
# of a mail server sends none, and every notice stands on the home page of the person it is for.
_mail: dict[str, Any] = env.email_url("EMAIL_URL", default="consolemail://")
MAIL_IS_ON: bool = bool(env.str("EMAIL_URL", default="")) or not PRODUCTION
EMAIL_BACKEND: str = _mail["EMAIL_BACKEND"]
EMAIL_HOST: str = _mail["EMAIL_HOST"] or "localhost"
EMAIL_PORT: int = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER: str = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD: str = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS: bool = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL: bool = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", default="clinic@localhost")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# One file that is sent in, and what one person may send in a day.
UPLOAD_MOST_BYTES: int = env.int("UPLOAD_MOST_BYTES", default=10 * 1024 * 1024)
UPLOAD_MOST_BYTES_A_DAY: int = env.int("UPLOAD_MOST_BYTES_A_DAY", default=300 * 1024 * 1024)
# A link to a document given to a member is good for so many days.
SHARE_LINK_DAYS: int = env.int("SHARE_LINK_DAYS", default=30)
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# Sessions end after 30 minutes without use and after 12 hours in any case (SessionAgeMiddleware).
SESSION_IDLE_SECONDS: int = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
# An untouched draft is kept so long, in days; then it expires (manage.py expire_drafts).
DRAFT_DAYS: int = env.int("DRAFT_DAYS", default=14)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "clinic_project.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # Bootstrap draws its check marks and arrows from data: images inside its own style sheet.
        "img-src": [SELF, "data:"],
        # The letters stand inside their style sheet (clinic_project/front_files.py).
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    },
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"

DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", default="clinic-demo-2561")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
