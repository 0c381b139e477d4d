"""placeholder"""

from typing import Any


def fill(engine: Any, settings: Any) -> str:
    return ""
