"""How gunicorn serves the pages: `gunicorn --config python:config.serving config.wsgi:application`.

Its own request lines stay off: ours name the route and hold nothing personal (tenants.middleware).
"""

import os

from django.conf import settings

bind = [f"0.0.0.0:{os.environ.get('PORT', '8000')}"]
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# Loaded once before the forks: wrong settings end it all at once, and the processes share memory.
preload_app = True
timeout = 60
graceful_timeout = 25
keepalive = 75
# A database connection grows with each association that it has served, and so does a process.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112  # its heartbeat, never on disk
accesslog = None
errorlog = "-"
loglevel = "info"
logconfig_dict = settings.LOGGING
control_socket_disable = True
