"""What a WSGI server loads: ``gunicorn --config python:web.gunicorn_config wsgi:app``."""

import os
import sys

from rhrt.errors import RHRTError
from rhrt.settings import read
from web import create_app

# What gunicorn takes as "do not start me again".
WILL_NOT_BOOT = 3

try:
    app = create_app(read(os.environ))
except RHRTError as problem:
    print(f"RHRT cannot start. {problem}", file=sys.stderr)  # noqa: T201 - before there is a log
    sys.exit(WILL_NOT_BOOT)
