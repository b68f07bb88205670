"""How gunicorn serves: two processes with threads, and nothing said about itself or its visitors.

The address and number of processes can be given on its command line (``--bind``, ``--workers``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gunicorn

if TYPE_CHECKING:
    from flask import Flask

OF_A_CHECK = ("check/", "components/", "govuk_frontend_jinja/components/", "layout.html")
"""Where the templates of the pages live that most people open."""

# The name in every response's Server header: no product, no version.
gunicorn.SERVER = "rhrt"

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 8
# Put together once, before the workers part: one that dies is replaced at once, and a rule pack
# that was broken meanwhile cannot keep its successor, and with it the whole service, from starting.
preload_app = True
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
# Its warnings quote requests it could not read, which can hold a private link.
loglevel = "error"

limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 4096


def when_ready(server: Any) -> None:
    """Make ready, before the workers part, what each would otherwise make for its first visitor."""
    from rhrt.conversation.understand import understand
    from web.services import engine_of

    app: Flask = server.app.wsgi()
    rules = app.extensions["rhrt"].packs.current()
    engine_of(rules)
    understand("warm up", rules)
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(OF_A_CHECK)):
        app.jinja_env.get_template(name)
