"""The settings with what tests need: a folder of their own, cheap passwords, tasks at once.

With ``--postgres`` the same tests run on PostgreSQL; the server is started once per session and its
address handed to the workers by the environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_POSTGRES = "--postgres" in sys.argv or os.environ.get("SHUNIU_TEST_POSTGRES") == "1"
_folder = Path(tempfile.mkdtemp(prefix="shuniu-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["SHUNIU_DATA"] = str(_folder)
for _name in ("SHUNIU_HOSTS", "SHUNIU_PUBLIC_URL", "SHUNIU_DEBUG", "SHUNIU_MANIFEST"):
    os.environ.pop(_name, None)
if _POSTGRES and os.environ.get("SHUNIU_TEST_POSTGRES") != "1":
    from tools import postgres

    os.environ["DATABASE_URL"] = postgres.begin(_folder / "pg", hasty=True)
    os.environ["SHUNIU_TEST_POSTGRES"] = "1"
elif not _POSTGRES:
    os.environ.pop("DATABASE_URL", None)

from shuniu.config.settings import *  # noqa: E402, F403 (the environment comes first)
from shuniu.config.settings import DATABASES  # noqa: E402

if not _POSTGRES:
    # A file, not memory: pages ask for several things at once, each on a connection of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"][
        "init_command"
    ].replace("synchronous=FULL", "synchronous=OFF")
DATABASES["default"]["CONN_MAX_AGE"] = 0
SHUNIU_SEEN_EVERY = 0  # each request asks the same of the database, the first and the third
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
WHITENOISE_AUTOREFRESH = True  # nothing is read before it is asked for
