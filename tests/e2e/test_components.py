"""Single components of the pages, each alone in a real browser (Vitest's browser mode)."""

import os
import subprocess
import sys

import pytest

from tests.e2e.house import browser_here
from tests.serving import ROOT


@pytest.mark.usefixtures("browser")
def test_the_components_hold_in_a_browser() -> None:
    environment = {**os.environ, "NO_COLOR": "1"}
    if browser := browser_here():
        environment["CHROMIUM"] = browser
    told = subprocess.run(
        [sys.executable, "frontend/build_hook.py", "components"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert told.returncode == 0, told.stdout + told.stderr
