"""All settings, from the environment. `SIMPUL_HOME` names the data folder, `SIMPUL_DATABASE_URL` a PostgreSQL.

Nothing is only in a production file: what differs is an environment variable, named in docs/operations.
"""

from __future__ import annotations

import gc
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("SIMPUL_HOME", "var")).resolve()
CONTENT = Path(os.environ.get("SIMPUL_CONTENT", PACKAGE.parent.parent / "content")).resolve()
OWN = os.environ.get("SIMPUL_CONTENT_OWN", "")


#: How long a page waits for a PostgreSQL that does not answer before it says so.
DATABASE_SECONDS = 4


def _secret(name: str) -> str:
    """A secret from the environment, else from a file in the data folder, made at first use."""
    value = os.environ.get(name)
    if value:
        return value
    path = HOME / f"{name.lower()}.txt"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes"}


def _database() -> dict[str, object]:
    url = os.environ.get("SIMPUL_DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "simpul.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
                    "PRAGMA journal_size_limit=67108864;"
                ),
            },
            "TEST": {"NAME": HOME / "test.sqlite3"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "simpul",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": DATABASE_SECONDS},
            "connect_timeout": DATABASE_SECONDS,
            "options": "-c synchronous_commit=on",
        },
    }


SECRET_KEY = _secret("SIMPUL_SECRET_KEY")
DEBUG = _flag("SIMPUL_DEBUG")
DEMO = _flag("SIMPUL_DEMO") or (HOME / "demo").exists()
ALLOWED_HOSTS = os.environ.get("SIMPUL_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SIMPUL_ORIGINS", "").split(",") if origin]
#: Of fictional people; shown on the sign-in page of a demo, and used nowhere else.
PASSWORD_OF_A_DEMO = "empat kata untuk mencoba"  # noqa: S105
DEMO_PASSWORD = PASSWORD_OF_A_DEMO if DEMO else ""
SECURE = _flag("SIMPUL_HTTPS")

INSTALLED_APPS = [
    "simpul.records",
    "simpul.doors.desk",
    "simpul.doors.exchange",
    "simpul.doors.papers",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "simpul.site.security.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "simpul.site.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simpul.site.problems.problems_as_pages",
]

ROOT_URLCONF = "simpul.site.urls"
WSGI_APPLICATION = "simpul.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "simpul.doors.desk.context.shell",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "simpul.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "simpul.site.security.ClosedAccounts"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-simpul" if SECURE else "simpul"
SESSION_COOKIE_AGE = 12 * 3600
#: Not in the session: what writes to a session would put off its end.
MESSAGE_STORAGE = "simpul.site.security.GuardedMessages"
CSRF_COOKIE_NAME = "__Host-simpul-csrf" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "simpul.site.problems.forged"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE
#: Simpul itself speaks plain HTTP on the machine's own address; HTTPS is one reverse proxy before it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(SECURE)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-simpul-language" if SECURE else "django_language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = os.environ.get("SIMPUL_ZONE", "Asia/Jakarta")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SILENCED_SYSTEM_CHECKS = ["fields.W163"]  # SQLite keeps no column comments; PostgreSQL does

SIMPUL_FILES = HOME / "files"
SIMPUL_OUT = HOME / "out"
SIMPUL_CONTENT = CONTENT
SIMPUL_CONTENT_OWN = Path(OWN).resolve() if OWN else None
SIMPUL_UPLOAD_LIMIT_MB = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a request split by 300 rows sends some 2,000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "outbox"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SIMPUL_LOG", "WARNING")},
}

#: An import makes a hundred thousand objects that stay until it is stored. Looking for garbage after every 700 of
#: them, as Python does, takes a fifth of its time; after 10,000 it holds no more memory (docs/benchmarks.md).
gc.set_threshold(10_000, 10, 10)
