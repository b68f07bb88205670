"""The environment is read once; a wrong setting stops the start with one line that says why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rhrt.settings import SETTINGS, Settings, SettingsError, read

ROOT = Path(__file__).parents[1]
SECRET = "8c1f5c0f9d0f4f5e8c1f5c0f9d0f4f5e"

RIGHT = [
    # what is set, what it becomes
    ({}, Settings()),
    ({"RHRT_SECRET_KEY": SECRET}, Settings(secret_key=SECRET)),
    ({"RHRT_DATABASE_URL": "sqlite:///a/b.db"}, Settings(database_url="sqlite:///a/b.db")),
    (
        {"RHRT_DATABASE_URL": "postgresql+psycopg://a:b@c/d"},
        Settings(database_url="postgresql+psycopg://a:b@c/d"),
    ),
    ({"RHRT_PACK": "anyshire"}, Settings(pack="anyshire")),
    ({"RHRT_DATA": "/srv/rhrt"}, Settings(data=Path("/srv/rhrt"))),
    (
        {"RHRT_HTTPS": "yes", "RHRT_TRUSTED_HOSTS": "a.gov.uk, .b.gov.uk"},
        Settings(https=True, trusted_hosts=("a.gov.uk", ".b.gov.uk")),
    ),
    ({"RHRT_HTTPS": "No"}, Settings()),
    ({"RHRT_PROXIES": "1"}, Settings(proxies=1)),
    ({"RHRT_LEAVE_TO": "https://www.example.org/"}, Settings(leave_to="https://www.example.org/")),
    (
        {"RHRT_IDLE_MINUTES": "30", "RHRT_SESSION_HOURS": "8"},
        Settings(idle_minutes=30, session_hours=8),
    ),
    ({"PATH": "/bin", "RHRT_PACK": ""}, Settings()),
]

WRONG = [
    # what is set, what is said
    ({"RHRT_SECRETKEY": "x"}, "there is no such setting. Did you mean RHRT_SECRET_KEY?"),
    ({"RHRT_DEBUG": "1"}, "there is no such setting"),
    ({"RHRT_SECRET_KEY": "short"}, "give at least 32 random characters"),
    ({"RHRT_SECRET_KEY": "a" * 64}, "give at least 32 random characters"),
    ({"RHRT_DATABASE_URL": "rhrt.db"}, "write sqlite:///folder/rhrt.db or"),
    ({"RHRT_DATABASE_URL": "mysql://a/b"}, "write sqlite:///folder/rhrt.db or"),
    ({"RHRT_DATABASE_URL": "sqlite://"}, "write sqlite:///folder/rhrt.db or"),
    ({"RHRT_HTTPS": "maybe"}, "'maybe' is neither yes nor no"),
    ({"RHRT_HTTPS": "yes"}, "with RHRT_HTTPS=yes, give the name people type"),
    ({"RHRT_TRUSTED_HOSTS": "https://a.gov.uk"}, "Leave out https:// and the port"),
    ({"RHRT_TRUSTED_HOSTS": "*"}, "'*' is not a host name"),
    ({"RHRT_PROXIES": "-1"}, "'-1' is not a whole number from 0 to 5"),
    ({"RHRT_PROXIES": "6"}, "'6' is not a whole number from 0 to 5"),
    ({"RHRT_PROXIES": "one"}, "'one' is not a whole number"),
    ({"RHRT_PROXIES": "²"}, "'²' is not a whole number"),
    ({"RHRT_IDLE_MINUTES": "1"}, "'1' is not a whole number from 5 to 1440"),
    ({"RHRT_SESSION_HOURS": "100"}, "'100' is not a whole number from 1 to 24"),
    ({"RHRT_LEAVE_TO": "http://www.example.org"}, "is not an address that begins with https://"),
    ({"RHRT_LEAVE_TO": "javascript:alert(1)"}, "is not an address that begins with https://"),
    ({"RHRT_LEAVE_TO": 'https://a.org/"><b'}, "is not an address that begins with https://"),
    ({"RHRT_LEAVE_TO": "https://[::1"}, "is not an address that begins with https://"),
]


@pytest.mark.parametrize(("environ", "expected"), RIGHT)
def test_settings_that_can_be_used(environ: dict[str, str], expected: Settings) -> None:
    assert read(environ) == expected


@pytest.mark.parametrize(("environ", "said"), WRONG)
def test_settings_that_stop_the_start(environ: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as stopped:
        read(environ)

    assert said in str(stopped.value)
    assert "\n" not in str(stopped.value)
    assert any(str(stopped.value).startswith(name) for name in [*environ, "RHRT_TRUSTED_HOSTS"])


def test_a_secret_is_never_repeated_in_what_is_said() -> None:
    with pytest.raises(SettingsError) as stopped:
        read({"RHRT_SECRET_KEY": "hunter2"})

    assert "hunter2" not in str(stopped.value)


def test_every_setting_is_explained() -> None:
    guide = (ROOT / "docs/running.md").read_text("utf-8")
    explained = re.findall(r"^\| `(RHRT_\w+)` \|", guide, re.MULTILINE)

    assert tuple(explained) == SETTINGS, "Keep docs/running.md in step with rhrt/settings.py."


STOPS = [
    ({"RHRT_HTTPS": "maybe"}, "RHRT_HTTPS: 'maybe' is neither yes nor no."),
    ({"RHRT_PACK": "nowhere"}, "nowhere"),
    ({"RHRT_DATA": "/dev/null/x"}, "/dev/null/x"),
]


@pytest.mark.parametrize(("environ", "said"), STOPS)
def test_the_service_does_not_start(environ: dict[str, str], said: str, tmp_path: Path) -> None:
    """One line on standard error, no traceback, and the code that tells gunicorn to give up."""
    plain = {"PATH": os.environ["PATH"], "RHRT_DATA": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env=plain | environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 3
    assert run.stderr.startswith("RHRT cannot start. ")
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
