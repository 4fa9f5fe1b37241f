"""All settings, flat; everything an operator changes comes from the environment and fails loudly."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from shuniu.config import database, secrets

HOUSE = Path(__file__).resolve().parents[1]
ROOT = HOUSE.parents[1]
SHUNIU_DATA = Path(os.environ.get("SHUNIU_DATA") or "var").resolve()
SHUNIU_DATA.mkdir(parents=True, exist_ok=True)
SHUNIU_FILES = SHUNIU_DATA / "files"
_KEPT = secrets.kept(SHUNIU_DATA)

# Safety
SECRET_KEY = _KEPT["SHUNIU_SECRET_KEY"]
SHUNIU_KEYS = [key.strip() for key in _KEPT["SHUNIU_KEYS"].split(",") if key.strip()]
SHUNIU_HASH_KEY = _KEPT["SHUNIU_HASH_KEY"]
SHUNIU_CIPHER = os.environ.get("SHUNIU_CIPHER", "shuniu.base.crypto.AesGcm")
DEBUG = os.environ.get("SHUNIU_DEBUG") == "1"
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("SHUNIU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    if host.strip()
]
SHUNIU_PUBLIC_URL = os.environ.get("SHUNIU_PUBLIC_URL", "")
SECURE = SHUNIU_PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SHUNIU_PUBLIC_URL.rstrip("/")] if SECURE else []
# How many proxies of ours stand in front; the address of a visitor is what the outermost of them saw.
SHUNIU_PROXIES = int(os.environ.get("SHUNIU_PROXIES", "1" if SECURE else "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "shuniu_session"
# Idle time-out: auditors of level 2 expect 15 to 30 minutes.
SESSION_COOKIE_AGE = int(os.environ.get("SHUNIU_IDLE_MINUTES", "30")) * 60
SHUNIU_SEEN_EVERY = 60  # seconds between two notes that a session is in use
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Rooms, from the roof down
INSTALLED_APPS = [
    "shuniu.config.apps.ConfigConfig",
    "shuniu.portal.apps.PortalConfig",
    "shuniu.reports.apps.ReportsConfig",
    "shuniu.evaluation.apps.EvaluationConfig",
    "shuniu.governance.apps.GovernanceConfig",
    "shuniu.meetings.apps.MeetingsConfig",
    "shuniu.members.apps.MembersConfig",
    "shuniu.registry.apps.RegistryConfig",
    "shuniu.accounts.apps.AccountsConfig",
    "shuniu.ui.apps.UiConfig",
    "shuniu.base.apps.BaseConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lucide",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shuniu.base.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shuniu.accounts.middleware.Activity",
    "shuniu.accounts.middleware.FirstThingsFirst",
    "shuniu.base.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "shuniu.config.urls"
WSGI_APPLICATION = "shuniu.config.wsgi.application"
FORM_RENDERER = "shuniu.ui.renderer.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shuniu.ui.context.house",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

# Data
DATABASES = {"default": database.of(os.environ.get("DATABASE_URL", ""), SHUNIU_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "shuniu.accounts.backends.NameOrPhone",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "shuniu.accounts.passwords.LongEnough"},
    {"NAME": "shuniu.accounts.passwords.Unlike"},
    {"NAME": "shuniu.accounts.passwords.Uncommon"},
    {"NAME": "shuniu.accounts.passwords.Classes"},
    {"NAME": "shuniu.accounts.passwords.NotRecent"},
]
ACCOUNT_ADAPTER = "shuniu.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "shuniu.accounts.forms.SignInForm",
    "change_password": "shuniu.accounts.forms.ChangePassword",
    "reauthenticate": "shuniu.accounts.forms.Reauthenticate",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are counted by axes; `login_failed` counts wrong codes of a second factor.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/15m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_ADAPTER = "shuniu.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "枢纽"
MFA_FORMS = {
    "authenticate": "shuniu.accounts.forms.Code",
    "reauthenticate": "shuniu.accounts.forms.CodeAgain",
    "activate_totp": "shuniu.accounts.forms.FirstCode",
    "add_webauthn": "shuniu.accounts.forms.AddKey",
    "edit_webauthn": "shuniu.accounts.forms.NameKey",
}
MFA_TOTP_TOLERANCE = 1  # clocks of phones go wrong by some seconds
MFA_ALLOW_UNVERIFIED_EMAIL = True  # mail addresses prove nothing here
USERSESSIONS_TRACK_ACTIVITY = False  # shuniu.accounts.middleware.Activity does, less often
AXES_FAILURE_LIMIT = int(os.environ.get("SHUNIU_LOCK_AFTER", "5"))
AXES_COOLOFF_TIME = int(os.environ.get("SHUNIU_LOCK_MINUTES", "15")) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # it ends when the page says it ends
AXES_LOCKOUT_CALLABLE = "shuniu.accounts.views.entrance.locked"
AXES_USERNAME_CALLABLE = "shuniu.accounts.backends.attempted"
AXES_CLIENT_IP_CALLABLE = "shuniu.accounts.backends.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True  # the audit book keeps who came and went
AXES_VERBOSE = False

# Words
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [HOUSE / "locale"]
LANGUAGE_COOKIE_NAME = "shuniu_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["shuniu.config.formats"]

# Assets
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("SHUNIU_STATIC") or ROOT / "build" / "collected")
STATICFILES_DIRS = [path for path in [ROOT / "build" / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files go through base
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if os.environ.get("SHUNIU_MANIFEST") == "1"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = os.environ.get("SHUNIU_MANIFEST") != "1"
WHITENOISE_AUTOREFRESH = DEBUG

SHUNIU_FONTS = Path(os.environ.get("SHUNIU_FONTS") or ROOT / "build" / "fonts")

# Mail
EMAIL_BACKEND = os.environ.get(
    "SHUNIU_MAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("SHUNIU_MAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend",
)
EMAIL_HOST = os.environ.get("SHUNIU_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("SHUNIU_MAIL_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("SHUNIU_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SHUNIU_MAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
DEFAULT_FROM_EMAIL = os.environ.get("SHUNIU_MAIL_FROM", "hub@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
