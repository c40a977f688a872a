"""Celery: few beats, queues by urgency, and nothing lost when a worker dies."""

from config.settings.database import REDIS_URL

__all__ = [
    "CELERY_ACCEPT_CONTENT",
    "CELERY_BEAT_SCHEDULE",
    "CELERY_BEAT_SCHEDULER",
    "CELERY_BROKER_CONNECTION_MAX_RETRIES",
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
    "CELERY_TASK_SOFT_TIME_LIMIT",
    "CELERY_TASK_TIME_LIMIT",
    "CELERY_TIMEZONE",
    "CELERY_WORKER_HIJACK_ROOT_LOGGER",
    "CELERY_WORKER_PREFETCH_MULTIPLIER",
]

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker never gives up waiting for its broker.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A task that a dead worker held comes back after the visibility timeout; every task may run twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    # A free worker looks into the urgent queue first.
    "queue_order_strategy": "config.queues:UrgentFirst",
}
# None works longer than it may stay unacknowledged: it would be started beside itself.
CELERY_TASK_SOFT_TIME_LIMIT = 500
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# Whatever is not named here goes to the default queue.
CELERY_TASK_ROUTES = {
    "tenants.wake_due": {"queue": "urgent"},
    "notifications.watch": {"queue": "urgent"},
    "notifications.deliver_urgent": {"queue": "urgent"},
    "notifications.deliver_bulk": {"queue": "bulk"},
    "tenants.owner_tick": {"queue": "owner"},
    "tenants.provision": {"queue": "owner"},
    "tenants.leave": {"queue": "owner"},
    "hours.refresh_figures": {"queue": "figures"},
    "umbrella.tick": {"queue": "figures"},
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# For beat; what a page sends has even less patience (tenants.jobs.start).
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

# Beat only ticks. What is due is decided by comparing rows with `clock.now()`. It keeps no file: there is
# nothing to remember between two starts, and nothing that a crash can leave half-written.
CELERY_BEAT_SCHEDULER = "config.alive:Ticker"
CELERY_BEAT_SCHEDULE = {
    "wake": {"task": "tenants.wake_due", "schedule": 2.0, "options": {"expires": 10}},
    "figures": {
        "task": "umbrella.tick",
        "schedule": 5.0,
        "options": {"expires": 10, "queue": "figures"},
    },
    "news": {"task": "umbrella.tell_releases", "schedule": 60.0, "options": {"expires": 60}},
    "requests": {"task": "umbrella.answer_requests", "schedule": 15.0, "options": {"expires": 30}},
    "owner": {
        "task": "tenants.owner_tick",
        "schedule": 5.0,
        "options": {"expires": 10, "queue": "owner"},
    },
    "watch": {"task": "notifications.watch", "schedule": 60.0, "options": {"expires": 60}},
    "sweep": {"task": "tenants.sweep", "schedule": 300.0, "options": {"expires": 300}},
}
