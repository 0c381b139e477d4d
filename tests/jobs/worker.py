"""A worker process for the tests: the real one, with an embedder that needs no model and may dawdle.

    python -m tests.jobs.worker NAME HEARTBEAT_SECONDS GIVEN_UP_SECONDS [FILE]

With FILE it says there that it has begun to embed, and then takes for ever: whoever reads the file may kill it.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.settings import Settings
from app.worker import Worker
from clustering.testing import HashEmbedder


class Dawdler(HashEmbedder):
    """Embeds the first sentence, which warms a worker up; at the second it stays for good."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file, self._warm = file, False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._warm:
            self._file.write_text("embedding")
            time.sleep(3600)
        self._warm = True
        return super().embed(texts)


def main(name: str, heartbeat: str, given_up: str, file: str = "") -> None:
    settings = Settings(_env_file=None, worker_name=name)
    embedder = Dawdler(Path(file)) if file else HashEmbedder()
    worker = Worker(settings, embedder, heartbeat_seconds=float(heartbeat), given_up_seconds=float(given_up))
    worker.start()
    worker.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
