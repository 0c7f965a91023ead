"""Django's settings, read once from the environment; development values are those of bin/run."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from config.database import database
from config.environment import Environment

ENVIRONMENT = Environment()  # type: ignore[call-arg]
BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
FIELD_KEYS = ENVIRONMENT.field_keys
INDEX_KEY = ENVIRONMENT.index_key
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
DEMO_REGISTER = ENVIRONMENT.demo_register
HOLDS_PER_ADDRESS = ENVIRONMENT.holds_per_address
PUBLIC_ORIGINS = ENVIRONMENT.public_origins
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in PUBLIC_ORIGINS})
CSRF_TRUSTED_ORIGINS = PUBLIC_ORIGINS
HTTPS = all(origin.startswith("https://") for origin in PUBLIC_ORIGINS)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "channels",
    "csp",
    "js_asset",
    "booths",
    "lapak.people",
    "lapak.claims",
    "lapak.queue",
    "lapak.money",
    "verification",
    "django.contrib.staticfiles",  # after ours, whose runserver is Daphne's
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "booths.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "booths.frames.FrameOptionsMiddleware",
    "booths.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "booths.context.page",
            ],
        },
    },
]

AUTH_USER_MODEL = "booths.Officer"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database(ENVIRONMENT.database_url, ENVIRONMENT.statement_timeout_ms)}
REDIS_URL = ENVIRONMENT.redis_url
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "booths.layer.ResilientLayer",
        "CONFIG": {
            # redis-py 8 sets socket_timeout=5 by itself, which would cut every quiet subscription.
            "hosts": [
                {"address": REDIS_URL, "socket_timeout": None, "health_check_interval": 10}
                # a Unix socket knows neither option
                | ({} if REDIS_URL.startswith("unix:") else {"socket_connect_timeout": 3, "socket_keepalive": True})
            ],
        },
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "lapak" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "booths.storage.HashedStorage"},
    # recordings and stills, sealed; another backend of Django's takes them elsewhere
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ENVIRONMENT.data / "evidence" / "kept",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; daphne itself speaks either scheme, never both
# Not in a demonstration: bin/run --tls would lock every other project on localhost to HTTPS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and not DEMO
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HSTS_PRELOAD else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 262_144
# W008: see SECURE_SSL_REDIRECT. W002: booths.frames.FrameOptionsMiddleware sends X-Frame-Options.
SILENCED_SYSTEM_CHECKS = ["security.W002", *(["security.W008"] if HTTPS else [])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:", "mediastream:"],
        "worker-src": [SELF],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

EVIDENCE_SPOOL = ENVIRONMENT.data / "evidence" / "parts"
MEDIA_NODE = ENVIRONMENT.media_node
MEDIA_ADDRESS = ENVIRONMENT.media_address
MEDIA_FAMILY = ENVIRONMENT.media_family
MEDIA_PUBLIC_ADDRESS = str(ENVIRONMENT.media_public_address or "")
MEDIA_TRANSPORT = ENVIRONMENT.media_transport
MEDIA_PORT = ENVIRONMENT.media_port
MEDIA_OWN_PORTS = ENVIRONMENT.media_own_ports
MEDIA_CAPACITY = ENVIRONMENT.media_capacity
MEDIA_BRANCHES = ENVIRONMENT.media_branches
TURN_URLS = ENVIRONMENT.turn_urls
TURN_SECRET = ENVIRONMENT.turn_secret
MESSAGE_URL = ENVIRONMENT.message_url
MESSAGE_TOKEN = ENVIRONMENT.message_token
NIK_COUNTS_AS_NPWP = ENVIRONMENT.nik_counts_as_npwp
TAX_BASE_IN_THOUSANDS = ENVIRONMENT.tax_base_in_thousands
PROGRESSIVE_OBJECT_CODE = ENVIRONMENT.progressive_object_code
SECOND_LOOK = {
    "gross_above": ENVIRONMENT.second_look_above_rupiah,
    "release_above": ENVIRONMENT.release_above_rupiah,
    "percent": ENVIRONMENT.second_look_percent,
}
BANK = {
    "url": ENVIRONMENT.bank_url,
    "client_id": ENVIRONMENT.bank_client_id,
    "client_secret": ENVIRONMENT.bank_client_secret,
    "private_key": ENVIRONMENT.bank_private_key,
    "public_key": ENVIRONMENT.bank_public_key,
    "source_account": ENVIRONMENT.bank_source_account,
    "bank_code": ENVIRONMENT.bank_code,
    "deduplicates": ENVIRONMENT.bank_deduplicates,
    "grace_seconds": ENVIRONMENT.bank_grace_seconds,
    "http_timeout_seconds": ENVIRONMENT.bank_http_timeout_seconds,
    "lease_seconds": ENVIRONMENT.bank_lease_seconds,
    "patience_seconds": [int(one) for one in ENVIRONMENT.bank_patience_seconds],
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_TIME_LIMIT = 30
CELERY_TASK_SOFT_TIME_LIMIT = 25
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 5,
}
CELERY_TASK_ROUTES = {"lapak.money.*": {"queue": "money"}}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULE = {
    "pay what is due": {"task": "lapak.money.tasks.sweep", "schedule": 5, "options": {"expires": 5}},
    "reconcile": {"task": "lapak.money.tasks.reconcile", "schedule": 3600, "options": {"expires": 3600}},
    "settle and seat what is due": {"task": "verification.tasks.sweep", "schedule": 5, "options": {"expires": 5}},
    "tend bookings": {"task": "lapak.queue.tasks.tend_bookings", "schedule": 5, "options": {"expires": 5}},
    "send reminders": {"task": "lapak.queue.tasks.send_reminders", "schedule": 30, "options": {"expires": 30}},
    "publish slots": {"task": "lapak.queue.tasks.publish_slots", "schedule": 3600, "options": {"expires": 3600}},
    "measure times": {"task": "verification.tasks.measure_times", "schedule": 600, "options": {"expires": 600}},
    "finish recordings": {"task": "verification.tasks.finish_recordings", "schedule": 10, "options": {"expires": 10}},
    "forget old evidence": {
        "task": "verification.tasks.forget_old_evidence",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget old guesses": {
        "task": "lapak.people.tasks.forget_old_guesses",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget old lines": {"task": "verification.tasks.forget_old_lines", "schedule": 3600, "options": {"expires": 3600}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "daphne.http_protocol": {"level": "WARNING"},
        "django.channels.server": {"level": "WARNING"},
        "aioice": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
    },
}
