"""The archive for a machine without internet: wheels, built files, units, guide, installer."""

import hashlib
import shutil
import sys
import sysconfig
import tarfile
import tomllib
from pathlib import Path

from tools import assets, site
from tools.environment import pip, ready, run, say
from tools.installing import ROOT

DIST = ROOT / "dist"
DEPLOY = ROOT / "deploy"
FOLDERS = {
    "static": ROOT / "build" / "collected",
    "fonts": ROOT / "build" / "fonts",
    "wheels": ROOT / "build" / "wheels",
}
FILES = (
    *sorted(DEPLOY.glob("*")),
    ROOT / "requirements" / "base.txt",
    ROOT / "requirements" / "bundle.txt",
    ROOT / "LICENSE",
    ROOT / "docs" / "deploy.zh.md",
)


def make() -> None:
    """Make the archive under dist/; it says in its name for which machines it is."""
    ready("base")
    ready("dev")
    assets.ready()
    site.collect({"SHUNIU_MANIFEST": "1", "SHUNIU_DATA": str(ROOT / "build" / "none")})
    _wheels()
    version = project_version()
    root = f"shuniu-{version}-{_machine()}"
    place = DIST / f"{root}.tar"
    DIST.mkdir(exist_ok=True)
    sums = []
    part = place.with_suffix(".part")
    with tarfile.open(part, "w") as archive:
        for name, path in _contents():
            sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
            archive.add(path, f"{root}/{name}", filter=_plain)
        listed = ROOT / "build" / "SHA256SUMS"
        listed.write_text("".join(sums), encoding="utf-8")
        archive.add(listed, f"{root}/SHA256SUMS", filter=_plain)
    part.replace(place)
    digest = hashlib.sha256(place.read_bytes()).hexdigest()
    place.with_suffix(".tar.sha256").write_text(f"{digest}  {place.name}\n", encoding="utf-8")
    say(f"{place.relative_to(ROOT)}  {place.stat().st_size / 1e6:.0f} MB")
    say("在目标机器上 / on the other machine: tar xf … && sudo sh shuniu-*/install.sh")


def project_version() -> str:
    """The version the project file names."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _machine() -> str:
    """Which machines the wheels are for."""
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    return f"{sysconfig.get_platform().replace('-', '_')}-{tag}"


def _wheels() -> None:
    """What the product needs, as locked, and the product itself."""
    folder = FOLDERS["wheels"]
    shutil.rmtree(folder, ignore_errors=True)
    say("下载依赖 / fetching wheels …")
    for lock in ("base", "bundle"):
        name = str(ROOT / "requirements" / f"{lock}.txt")
        options = ("-q", "--require-hashes", "--only-binary", ":all:", "-d", str(folder))
        pip("download", *options, "-r", name)
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))


def _contents() -> list[tuple[str, Path]]:
    found = [(path.name, path) for path in FILES]
    for name, folder in FOLDERS.items():
        inner = sorted(path for path in folder.rglob("*") if path.is_file())
        found += [(f"{name}/{path.relative_to(folder)}", path) for path in inner]
    return found


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's name and no date of this machine goes into the archive."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = 0
    entry.mode = 0o755 if entry.name.endswith(".sh") else 0o644
    return entry
