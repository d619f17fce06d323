"""Many files in one ZIP with a list of their checksums: the same files give the same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

MANIFEST = "SHA256SUMS"
_OLDEST = 1980  # a ZIP knows no earlier year
_PLAIN_FILE = 0o644 << 16


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    """Return files, by their path, in a ZIP; `at` is the time of all of them.

    Beside them lies `SHA256SUMS`, as ``sha256sum -c`` reads it.
    """
    moment = (max(at.year, _OLDEST), at.month, at.day, at.hour, at.minute, at.second)
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items()
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in {**files, MANIFEST: sums.encode()}.items():
            entry = zipfile.ZipInfo(path, moment)
            entry.external_attr = _PLAIN_FILE
            packed.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()
