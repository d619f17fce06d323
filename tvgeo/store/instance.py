"""One server for a store in a file, on a disk of its own machine (R13).

SQLite keeps readers and writers of one machine apart, and commands may publish beside a server.
Two servers would not hear of each other, and on a network disk the locks themselves cannot be
trusted: several servers need PostgreSQL.
"""

import os
import sys
from pathlib import Path

from tvgeo.errors import StoreError
from tvgeo.store import files

LOCK = ".server"
# What a disk of another machine is called in the list of mounts.
NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "beegfs",
    "glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.cephfs", "fuse.smbnetfs", "davfs",
})  # fmt: skip
MOUNTS = Path("/proc/self/mountinfo")
_REMOTE_DRIVE = 4
_held: dict[Path, int] = {}


def hold(path: Path) -> None:
    """Make this process the one server of the store at `path`, until it ends however it ends.

    Raises
    ------
    StoreError
        ``error.second_server`` if another server runs; ``error.network_disk``.
    """
    disk = network_disk(path)
    if disk is not None:
        raise StoreError("error.network_disk", store=str(path), disk=disk)
    if path in _held:
        return
    try:
        path.parent.mkdir(mode=files.PRIVATE_FOLDER, parents=True, exist_ok=True)
        handle = os.open(f"{path}{LOCK}", os.O_CREAT | os.O_RDWR, files.PRIVATE_FILE)
    except OSError:
        return  # nobody can write there: two servers that only show do no harm
    try:
        _lock(handle)
    except OSError:
        os.close(handle)
        raise StoreError("error.second_server", store=str(path)) from None
    # the system gives the lock back with the process; what the file is called tells nothing
    _held[path] = handle


def release(path: Path) -> None:
    """Let another server have the store."""
    handle = _held.pop(path, None)
    if handle is not None:
        os.close(handle)


def network_disk(path: Path) -> str | None:
    """Return what kind of network disk a file lies on; `None` for a disk of this machine."""
    if os.name == "nt":
        return _network_drive(path)
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    kind = _kind_of_mount(path.resolve(), mounts)
    return kind if kind in NETWORK else None


def _kind_of_mount(path: Path, mounts: str) -> str:
    """Return the kind of the file system that a path lies on; the last mount of a place counts."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        # spaces and the like are written as octal numbers
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) >= longest:
            found, longest = after.split()[0], len(point.parts)
    return found


def _network_drive(path: Path) -> str | None:
    if sys.platform != "win32":  # for the type checker: this is of Windows alone
        return None
    import ctypes  # noqa: PLC0415

    root = Path(path.resolve().anchor)
    if str(root).startswith("\\\\"):
        return "SMB"
    kind = ctypes.windll.kernel32.GetDriveTypeW(str(root))
    return "SMB" if kind == _REMOTE_DRIVE else None


def _lock(handle: int) -> None:
    """Take the lock of an open file, or raise `OSError` at once if another process has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        # of this process alone: what it has forked does not keep the lock after its end
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
