"""Settings. Reading them starts nothing and needs no database; every choice of an operator is a `ZHIDUN_…` variable."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import csp.constants as csp_words
from django.utils.translation import gettext_lazy as _

from zhidun.access import oidc
from zhidun.evidence.policies import Limits
from zhidun.site import authorities, database, home, rooms

HOME = home.home()
PACKAGE = Path(__file__).resolve().parents[1]
DEBUG = os.environ.get("ZHIDUN_DEBUG") == "1"
DEMO = os.environ.get("ZHIDUN_DEMO") == "1"
"""The demo: its passwords are printed and the second factor is off, loudly."""
SECRET_KEY = os.environ.get("ZHIDUN_SECRET_KEY") or home.secret(HOME, "django")

ORIGIN = os.environ.get("ZHIDUN_ORIGIN", "http://127.0.0.1:8000")
FILES_ORIGIN = os.environ.get("ZHIDUN_FILES_ORIGIN", "")
"""Originals are served from here (another origin); empty: from the same one, as attachments under a sandbox."""
_https = ORIGIN.startswith("https://")
_named = os.environ.get("ZHIDUN_HOSTS", "")
ALLOWED_HOSTS = [name.strip() for name in _named.split(",") if name.strip()] or ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS += [name for name in (urlsplit(ORIGIN).hostname, urlsplit(FILES_ORIGIN).hostname) if name]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *oidc.apps(os.environ),
    "axes",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "ninja",
    "procrastinate.contrib.django",
    *rooms.APPLICATIONS,
    "zhidun.site",
]
AUTH_USER_MODEL = "access.Account"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhidun.site.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhidun.site.middleware.requests",
    "zhidun.site.middleware.readings",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhidun.site.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhidun.access.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhidun.site.refusals.middleware",
    "axes.middleware.AxesMiddleware",
]
_files_face = os.environ.get("ZHIDUN_FACE") == "files"
ROOT_URLCONF = "zhidun.site.urls_files" if _files_face else "zhidun.site.urls"
RESOURCE_POLICY = "cross-origin" if _files_face else "same-origin"
"""Who may embed what we serve: pages show pictures from the second origin."""
WSGI_APPLICATION = "zhidun.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "zhidun.site.templatetags.zd",
                "zhidun.site.templatetags.fields",
                "zhidun.site.templatetags.labels",
                "zhidun.site.templatetags.lookup",
                "zhidun.site.templatetags.sums",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhidun.site.middleware.page_context",
            ],
        },
    }
]

DATABASES = {"default": database.configuration(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

# --- language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "zhidun_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [folder for folder in (PACKAGE / "static",) if folder.is_dir()]
WHITENOISE_USE_FINDERS = DEBUG or not STATIC_ROOT.is_dir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "media"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
BLOBS = HOME / "blobs"
"""Uploaded bytes, addressed by their SHA-256."""
LEDGER = HOME / "ledger"
"""The public log: the C2SP tree of files."""
LEDGER_GUARD = HOME / "guard" / "ledger.json"
"""The last signed head; never part of a backup."""
LEDGER_KEY = HOME / "keys" / "ledger.key"
LEDGER_ORIGIN = os.environ.get("ZHIDUN_LEDGER_ORIGIN", "")
"""Name of the log; empty: made from the key at the first start and kept."""
LEDGER_POLICY = os.environ.get("ZHIDUN_LEDGER_POLICY", str(HOME / "ledger.policy"))
"""Which witnesses are asked and how many are enough (tlog-policy); without the file nobody is."""
LEDGER_WITNESS_SECONDS = float(os.environ.get("ZHIDUN_LEDGER_WITNESS_SECONDS", "3"))
"""How long one round waits for a witness; who is later is asked again in a later round."""
LEDGER_AUTHORITIES = authorities.named(os.environ)
"""Time-stamp authorities: (name, address, PEM file of pinned roots)."""
_caps = Limits()
UPLOAD_FILE_LIMIT = int(os.environ.get("ZHIDUN_UPLOAD_FILE_LIMIT", str(_caps.file_bytes)))
"""Bytes of one file."""
UPLOAD_REQUEST_LIMIT = int(os.environ.get("ZHIDUN_UPLOAD_REQUEST_LIMIT", str(_caps.request_bytes)))
"""Bytes of one request, all files together."""
FILE_UPLOAD_HANDLERS = ["zhidun.evidence.uploads.EvidenceUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = _caps.files

# --- sign-in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "zhidun.access.backends.PasswordBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zhidun.access.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "zhidun.access.adapters.OpenIdAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers(os.environ)
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
MFA_TOTP_ISSUER = "知盾 Zhidun"
SECOND_FACTOR_REQUIRED = not DEMO
"""Staff pages ask for TOTP or a passkey."""
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "zhidun.access.backends.lockout_name"
AXES_LOCKOUT_CALLABLE = "zhidun.site.refusals.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- what a browser may do
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
CSRF_FAILURE_VIEW = "zhidun.site.refusals.csrf_failed"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("ZHIDUN_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp_words.NONE],
        "script-src": [csp_words.SELF, csp_words.NONCE],
        "style-src": [csp_words.SELF, csp_words.NONCE],
        "img-src": [csp_words.SELF, "data:", *([FILES_ORIGIN] if FILES_ORIGIN else [])],
        "font-src": [csp_words.SELF],
        "connect-src": [csp_words.SELF],
        "form-action": [csp_words.SELF],
        "manifest-src": [csp_words.SELF],
        "worker-src": [csp_words.SELF],
        "base-uri": [csp_words.NONE],
        "frame-ancestors": [csp_words.NONE],
    }
}

# --- jobs, cache, mail, logs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["zhidun.site.upkeep"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
"""Shared by every process: a one-time code used at one is used at all, and attempts are counted together."""
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "outbox"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "zhidun.site.logs.UtcFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ZHIDUN_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = [] if _https else ["security.W004", "security.W008", "security.W012", "security.W016"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"

MEDIATION_PARTNERS = json.loads(os.environ.get("ZHIDUN_MEDIATION_PARTNERS", "{}"))
"""Courts, notaries and arbitration institutions with a system of their own: office code → {"url", "secret"}."""
