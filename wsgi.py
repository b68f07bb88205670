"""What a WSGI server loads: ``gunicorn --config python:web.gunicorn_config wsgi:app``."""

import os
import sys

from rhrt.errors import RHRTError
from rhrt.pack.errors import PackProblem
from rhrt.store.errors import StoreError
from web import create_app
from web.config import read

# What gunicorn takes as "do not start me again".
WILL_NOT_BOOT = 3

try:
    app = create_app(read(os.environ))
except (RHRTError, PackProblem, StoreError) as problem:
    print(f"RHRT cannot start. {problem}", file=sys.stderr)  # noqa: T201 - before there is a log
    sys.exit(WILL_NOT_BOOT)
