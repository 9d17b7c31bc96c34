"""Django's settings. What may differ between installations is in `config.py`; the rest is the
product.
"""

import secrets
from typing import Any

from csp.constants import NONCE, NONE, SELF

from portal.config import ROOT, Config, database_settings, email_settings

SITEWRIGHT = Config()

# Commands that need neither people nor data (plan_site, compile_site) run without a key;
# `portal.checks` refuses to serve so.
SECRET_KEY = SITEWRIGHT.secret_key.get_secret_value() or secrets.token_urlsafe(32)
DEBUG = SITEWRIGHT.debug

# Which host may be asked is decided by `portal.middleware.Door`, exactly, with 421 for the rest.
ALLOWED_HOSTS = [
    SITEWRIGHT.portal_host,
    f".{SITEWRIGHT.base_domain}",
    SITEWRIGHT.base_domain,
    "127.0.0.1",
    "[::1]",
]

SHARED_APPS = [
    "django_tenants",
    "portal",
    "apps.audit",
    "apps.accounts",
    "apps.workspaces",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "apps.access.admin_config.WorkspaceAdminConfig",
    "django_htmx",
    "pgtrigger",
    "apps.language_models",
    "apps.runners",
    "apps.serving",
    "apps.pipeline",
    "apps.workbench",
]
TENANT_APPS = [
    "apps.access",
    "apps.sites",
    "apps.prompts",
    "apps.plans",
    "apps.builds",
    "apps.versions",
    "apps.reviews",
    "apps.deployments",
    "apps.environment",
    "apps.data_api",
    "apps.notices",
    "apps.automations",
]
# The rooms come before Django's admin, whose templates they replace; django-tenants comes first,
# since it replaces commands.
INSTALLED_APPS = list(dict.fromkeys([SHARED_APPS[0], *TENANT_APPS, *SHARED_APPS]))

TENANT_MODEL = "workspaces.Workspace"
TENANT_DOMAIN_MODEL = "workspaces.Domain"
# A new workspace is a clone of an empty one: about a quarter of the time that migrating takes.
TENANT_BASE_SCHEMA = "workspace_template"
TENANT_CREATION_FAKES_MIGRATIONS = True
# The search path is set when the workspace changes, not before every query. It belongs to one
# connection, hence one thread; a roll-back or a lost connection has it set again.
TENANT_LIMIT_SET_CALLS = True
DATABASES = {"default": database_settings(SITEWRIGHT.database_url)}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter",)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# django-tenants and pgtrigger both extend `migrate`; they do so without getting in each other's
# way.
SILENCED_SYSTEM_CHECKS = ["commands.E001"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.Door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.SameOrigin",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.workspaces.middleware.HostSession",
    "apps.workspaces.middleware.MembersOnly",
    "apps.workspaces.middleware.ContentFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.workbench.middleware.NoTraces",
]

ROOT_URLCONF = "portal.urls"
PUBLIC_SCHEMA_URLCONF = "portal.portal_urls"
SITE_URLCONF = "portal.site_urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "apps" / "workbench" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.workbench.context.frame",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = SITEWRIGHT.data_dir / "static"
STATICFILES_DIRS = [ROOT / "look" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG


def _storage(folder: str) -> dict[str, Any]:
    """A folder of the data directory, or a prefix of the bucket."""
    if SITEWRIGHT.storage == "folder":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": SITEWRIGHT.data_dir / "storage" / folder},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": SITEWRIGHT.s3_bucket,
            "endpoint_url": SITEWRIGHT.s3_endpoint_url or None,
            "access_key": SITEWRIGHT.s3_access_key.get_secret_value() or None,
            "secret_key": SITEWRIGHT.s3_secret_key.get_secret_value() or None,
            "location": folder,
            "default_acl": None,
            "file_overwrite": True,
        },
    }


STORAGES = {
    "default": _storage("files"),
    "versions": _storage("versions"),
    "site_files": _storage("site_files"),
    "audit_heads": _storage("audit_heads"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": SITEWRIGHT.redis_url,
    }
    if SITEWRIGHT.redis_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = True
# A whole company may come from one address (its proxy's): somebody who guesses at one account is
# slowed down at that account, and keeps nobody else from signing in.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "300/m/ip,5/5m/key"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
globals().update(email_settings(SITEWRIGHT.email_url.get_secret_value()))

# One cookie name a scheme: `__Host-` needs Secure, which plain http on loopback does not give
# everywhere.
COOKIE_PREFIX = "__Host-" if SITEWRIGHT.scheme == "https" else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}portal"
GATE_COOKIE_NAME = f"{COOKIE_PREFIX}gate"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITEWRIGHT.scheme == "https"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [
            SELF,
            f"{SITEWRIGHT.scheme}://*.{SITEWRIGHT.base_domain}:{SITEWRIGHT.port}",
        ],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# A brief is at most 10,000 characters; everything larger is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = USE_TZ = True

CELERY_BROKER_URL = SITEWRIGHT.redis_url
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_IGNORE_RESULT = True
# Longer than the longest task, or the broker hands a running task to a second worker.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_ROUTES = {
    "pipeline.plan": {"queue": "planning"},
    "pipeline.build": {"queue": "building"},
    "pipeline.deploy": {"queue": "deploying"},
    "pipeline.look": {"queue": "timing"},
    "pipeline.post": {"queue": "timing"},
    "pipeline.ask": {"queue": "timing"},
    "pipeline.*": {"queue": "delivering"},
}
# In memory: a few intervals are not worth a file, which a full disk would damage.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "reconcile": {"task": "pipeline.reconcile", "schedule": 30.0},
    "look at the clock": {"task": "pipeline.clock", "schedule": 60.0},
    "empty the outboxes": {"task": "pipeline.outboxes", "schedule": 20.0},
    "keep heads": {"task": "pipeline.keep_heads", "schedule": 600.0},
}

# One line for each thing that a person did or has to know; all of it with LOG_LEVEL=DEBUG.
ALL_LINES = SITEWRIGHT.log_level == "DEBUG"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{levelname} {name}: {message}", "style": "{"},
        "plain": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
    },
    "root": {"handlers": ["console"], "level": SITEWRIGHT.log_level},
    "loggers": {
        # What the flow did (apps/pipeline/lines.py).
        "sitewright.work": {
            "handlers": ["plain"],
            "level": SITEWRIGHT.log_level,
            "propagate": False,
        },
        # Django's own handler would say everything twice.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "WARNING" if ALL_LINES else "ERROR"},
        "celery": {"level": "INFO" if ALL_LINES else "WARNING"},
        "kombu": {"level": "WARNING"},
        "amqp": {"level": "WARNING"},
        "asyncio": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
        "s3transfer": {"level": "WARNING"},
    },
}
