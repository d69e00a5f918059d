"""The product's settings in a data folder of the test run's own, so that no test touches the demo's data."""

import os
import tempfile

_base = os.environ.setdefault("ZHIDUN_TEST_HOME", tempfile.mkdtemp(prefix="zdt-"))
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["ZHIDUN_HOME"] = f"{_base}/{_worker}"
os.environ["ZHIDUN_DATABASE_URL"] = os.environ.get(
    "ZHIDUN_TEST_DATABASE_URL", f"postgresql://zhidun@/zhidun?host={_base}/server/run"
)
os.environ["ZHIDUN_POOL"] = "0"

from zhidun.site.settings import *  # noqa: E402, F403

DATABASES["default"]["TEST"] = {"TEMPLATE": "zd_template", "MIGRATE": False}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
LEDGER_WITNESS_SECONDS = 60.0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  whitenoise warns when it is not there
