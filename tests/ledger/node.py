"""Runs the second implementation (JavaScript) under the Node that comes with the browser driver."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import playwright

SCRIPT = Path(__file__).resolve().parents[2] / "src" / "zhidun" / "ledger" / "page" / "verify.js"
BUNDLED = Path(playwright.__file__).parent / "driver" / "node"


def run(program: str, given: object) -> object:
    """Return what a program prints as JSON; `z` is the verifier, `given` the JSON it is handed."""
    node = str(BUNDLED) if BUNDLED.exists() else shutil.which("node")
    assert node, "no Node: the browser driver brings one"
    source = f"""
const z = require({json.dumps(str(SCRIPT))});
if (!globalThis.crypto) globalThis.crypto = require("crypto").webcrypto;
const fs = require("fs");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
(async () => {{ {program} }})().then((said) => process.stdout.write(JSON.stringify(said)));
"""
    done = subprocess.run(
        [node, "-e", source], input=json.dumps(given), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
