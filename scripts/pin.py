"""Writes constraints.txt anew: every package, one version, the digests of its wheels for every platform we ship to.

Only names, versions and digests are written. Where packages come from is the machine's own pip configuration, read
when this runs: `.venv/bin/python scripts/pin.py`.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from pip._internal.models.index import PyPI

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
PYTHONS = ("3.11", "3.12", "3.13")
PYTHON_TAGS = {"py3", "py2", "cp311", "cp312", "cp313"}
PLATFORM_TAG = re.compile(r"any|win_amd64|win_arm64|macosx_.*_(x86_64|arm64|universal2)|manylinux.*_(x86_64|aarch64)")
MACHINES = {
    "Linux x86_64": ("linux", r"-any$|manylinux.*x86_64"),
    "Linux ARM": ("linux", r"-any$|manylinux.*aarch64"),
    "macOS ARM": ("darwin", r"-any$|macosx.*(arm64|universal2)"),
    "macOS Intel": ("darwin", r"-any$|macosx.*(x86_64|universal2)"),
    "Windows x86_64": ("win32", r"-any$|win_amd64"),
    "Windows ARM": ("win32", r"-any$|win_arm64"),
}
HEADER = """\
# Written by scripts/pin.py: every package the project runs, tests and builds with, one version each, with the digests
# of its wheels for CPython 3.11 to 3.13 on Windows, macOS and Linux. Installed with `pip install --require-hashes -r`.
"""


@dataclass
class Package:
    """One resolved package and, per platform, whether anything there asks for it."""

    name: str
    version: str
    requires: list[Requirement]
    platforms: set[str] = field(default_factory=set)


def wanted() -> list[Requirement]:
    """What pyproject.toml asks for, extras and the build's own tools included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    lists.append(project["build-system"]["requires"])
    return [Requirement(line) for lines in lists for line in lines]


def resolved(requirements: list[str]) -> dict[str, Package]:
    """Let pip choose one version of everything, as wheels only."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        options = ["--quiet", "--dry-run", "--ignore-installed", "--only-binary", ":all:", "--report", str(report)]
        subprocess.run([sys.executable, "-m", "pip", "install", *options, *requirements], check=True)
        installs = json.loads(report.read_text(encoding="utf-8"))["install"]
    packages: dict[str, Package] = {}
    for entry in installs:
        data = entry["metadata"]
        name = canonicalize_name(data["name"])
        requires = [Requirement(line) for line in data.get("requires_dist", [])]
        packages[name] = Package(name, data["version"], requires)
    return packages


def environments(platform: str) -> list[dict[str, str]]:
    """The marker values of a platform, for each Python."""
    os_name = "nt" if platform == "win32" else "posix"
    machine = "AMD64" if platform == "win32" else "x86_64"
    return [
        {
            "sys_platform": platform,
            "platform_system": PLATFORMS[platform],
            "os_name": os_name,
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "python_version": python,
            "python_full_version": f"{python}.9",
        }
        for python in PYTHONS
    ]


def asked_for(packages: dict[str, Package], roots: list[Requirement], environment: dict[str, str]) -> set[str]:
    """The names that an installation in this environment reaches, whether or not they are resolved yet."""
    reached: set[tuple[str, str]] = set()
    queue = [(root, "") for root in roots]
    while queue:
        requirement, extra = queue.pop()
        marker = requirement.marker
        if marker is not None and not marker.evaluate({**environment, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for inner in ("", *requirement.extras):
            if (name, inner) not in reached:
                reached.add((name, inner))
                queue += [(child, inner) for child in (packages[name].requires if name in packages else [])]
    return {name for name, _extra in reached}


def complete(roots: list[Requirement]) -> dict[str, Package]:
    """Resolve until no platform asks for a package that has no version yet, then note who needs what."""
    extra: set[str] = set()
    while True:
        packages = resolved([*(str(root) for root in roots), *sorted(extra)])
        missing = set()
        for platform in PLATFORMS:
            for environment in environments(platform):
                for name in asked_for(packages, roots, environment):
                    if name in packages:
                        packages[name].platforms.add(platform)
                    else:
                        missing.add(name)
        if not missing:
            return packages
        extra |= missing


def index_address() -> str:
    """The package index that this machine's pip is set up with."""
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or PyPI.simple_url


def wheels(package: Package, index: str) -> dict[str, str]:
    """Every wheel of this version that a supported platform could pick, with its SHA-256."""
    request = urllib.request.Request(
        f"{index.rstrip('/')}/{package.name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        files = json.load(answer)["files"]
    return {entry["filename"]: entry["hashes"]["sha256"] for entry in files if fits(entry["filename"], package.version)}


def uncovered(package: Package, names: Iterable[str]) -> list[str]:
    """The machines that want this package and find no wheel of it."""
    tags = [str(tag) for name in names for tag in parse_wheel_filename(name)[3]]
    return [
        machine
        for machine, (platform, pattern) in MACHINES.items()
        if platform in package.platforms and not any(re.search(pattern, tag) for tag in tags)
    ]


def fits(filename: str, version: str) -> bool:
    """Whether a file is a wheel of this version for one of our Pythons and platforms."""
    try:
        _name, found, _build, tags = parse_wheel_filename(filename)
    except InvalidWheelFilename:  # a source archive, or a name older than the rules
        return False
    return str(found) == version and any(
        (tag.interpreter in PYTHON_TAGS or tag.abi == "abi3")
        and not tag.abi.endswith("t")
        and PLATFORM_TAG.fullmatch(tag.platform)
        for tag in tags
    )


def lines(package: Package, index: str) -> list[str]:
    """The lines of one package in the file."""
    found = wheels(package, index)
    if not found:
        raise SystemExit(f"{package.name} {package.version}: no wheel fits")
    for machine in uncovered(package, found):
        print(f"{package.name} {package.version}: no wheel for {machine}")
    marker = ""
    if package.platforms and package.platforms != set(PLATFORMS):
        marker = " ; " + " or ".join(f'sys_platform == "{platform}"' for platform in sorted(package.platforms))
    *most, last = [f"    --hash=sha256:{digest}" for digest in sorted(found.values())]
    return [f"{package.name}=={package.version}{marker} \\", *(f"{line} \\" for line in most), last]


def main() -> int:
    """Resolve, look the digests up and write the file."""
    packages = complete(wanted())
    index = index_address()
    body = [line for name in sorted(packages) for line in lines(packages[name], index)]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(body) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(packages)} packages pinned")
    return 0


if __name__ == "__main__":
    sys.exit(main())
