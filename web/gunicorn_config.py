"""How gunicorn serves: two processes with threads, and nothing said about itself or its visitors.

The address and number of processes can be given on its command line (``--bind``, ``--workers``).
"""

import gunicorn

# The name in every response's Server header: no product, no version.
gunicorn.SERVER = "rhrt"

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 30
keepalive = 5
# Memory that grew goes when a worker is replaced; the spread keeps both from going at once.
max_requests = 5000
max_requests_jitter = 500

# It would be opened in the home folder, which a service account may not have.
control_socket_disable = True

# Ours says which view answered; an address can hold a private link, so gunicorn's stays off.
accesslog = None
errorlog = "-"
loglevel = "warning"

limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 4096
