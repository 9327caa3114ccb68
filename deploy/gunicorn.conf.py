"""gunicorn's settings; each number can be changed by its variable in the environment."""

import multiprocessing
import os
from pathlib import Path

bind = os.environ.get("BIND", "unix:/run/clinic/gunicorn.sock")
# Pages are short and bound by the processor; behind a buffering proxy sync workers were as fast as any other kind.
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count() * 2 + 1))
threads = int(os.environ.get("WEB_THREADS", 1))
# The longest page is a PDF of many pages; its own limits are shorter than this.
timeout = int(os.environ.get("WEB_TIMEOUT", 60))
graceful_timeout = 30
# A worker is made anew now and then, not all at the same moment.
max_requests = 2000
max_requests_jitter = 400
# A heartbeat file on a slow disk can make a healthy worker look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = os.environ.get("ACCESS_LOG")
# Nothing steers the running server but signals.
control_socket_disable = True
