"""Celery: few beats, queues by urgency, and nothing lost when a worker dies."""

from config.settings.database import REDIS_URL

__all__ = [
    "CELERY_ACCEPT_CONTENT",
    "CELERY_BEAT_SCHEDULE",
    "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP",
    "CELERY_BROKER_TRANSPORT_OPTIONS",
    "CELERY_BROKER_URL",
    "CELERY_DB_REUSE_MAX",
    "CELERY_TASK_ACKS_LATE",
    "CELERY_TASK_DEFAULT_QUEUE",
    "CELERY_TASK_IGNORE_RESULT",
    "CELERY_TASK_PUBLISH_RETRY_POLICY",
    "CELERY_TASK_REJECT_ON_WORKER_LOST",
    "CELERY_TASK_ROUTES",
    "CELERY_TASK_SERIALIZER",
    "CELERY_TIMEZONE",
    "CELERY_WORKER_HIJACK_ROOT_LOGGER",
    "CELERY_WORKER_PREFETCH_MULTIPLIER",
]

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task that a dead worker held comes back after this time; every task may run twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# Whatever is not named here goes to the default queue.
CELERY_TASK_ROUTES = {
    "tenants.wake_due": {"queue": "urgent"},
    "hours.refresh_figures": {"queue": "figures"},
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# What must happen is a row; a broker that is away must not hold up a page (see tenants.jobs.later).
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 200
CELERY_TIMEZONE = "UTC"

# Beat only ticks. What is due is decided by comparing rows with `clock.now()`.
CELERY_BEAT_SCHEDULE = {
    "wake": {"task": "tenants.wake_due", "schedule": 2.0, "options": {"expires": 10}},
    "figures": {
        "task": "umbrella.tick",
        "schedule": 5.0,
        "options": {"expires": 10, "queue": "figures"},
    },
    "sweep": {"task": "tenants.sweep", "schedule": 300.0, "options": {"expires": 300}},
}
