"""The websocket, compressed: running a page again costs half a kilobyte of its reader's line.

A run sends about fifty messages, nearly all of them the same as in the run before. Compression
finds that only when it remembers a whole run: the 4 kB that uvicorn lets it look back are too
few, 32 kB are enough. What is large is figures that are packed already (`render.map_columns`):
it goes as it is, and pushes out of memory nothing that will come again.
"""

from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.frames import Frame
from websockets.typing import ExtensionParameter

SERVER_BITS, CLIENT_BITS = 15, 12  # of how far back a side looks: 32 kB, 4 kB
SETTINGS = {"level": 3, "memLevel": 6}  # 160 kB of memory a viewer
PACKED = 16_384  # bytes; messages of this size are the map's
# What a browser may say at once, unpacked: its choices (`server.maxWidgetStateSize`) and a little.
# Files come another way. A few kB must not become the 50 MB that a message may have.
MOST = 4 << 20


class Remembering(PerMessageDeflate):
    """The compression of one websocket (RFC 7692)."""

    def encode(self, frame: Frame) -> Frame:
        """Compress a message, unless it is packed: every message may choose."""
        return frame if len(frame.data) >= PACKED else super().encode(frame)

    def decode(self, frame: Frame, *, max_size: int | None = None) -> Frame:
        """Unpack a message of the browser; one that is too large ends the connection (1009)."""
        return super().decode(frame, max_size=MOST if max_size is None else min(max_size, MOST))


class Compression(ServerPerMessageDeflateFactory):
    """Agrees with each browser on how its websocket is compressed."""

    def __init__(self, **_others: Any) -> None:
        """Look back as far as the format allows, whatever uvicorn would ask for."""
        super().__init__(
            server_max_window_bits=SERVER_BITS,
            client_max_window_bits=CLIENT_BITS,
            compress_settings=SETTINGS,
        )

    def process_request_params(
        self, params: Sequence[ExtensionParameter], accepted_extensions: Sequence[Any]
    ) -> tuple[list[ExtensionParameter], Remembering]:
        """Answer what a browser offers."""
        answer, agreed = super().process_request_params(params, accepted_extensions)
        return answer, Remembering(
            agreed.remote_no_context_takeover,
            agreed.local_no_context_takeover,
            agreed.remote_max_window_bits,
            agreed.local_max_window_bits,
            agreed.compress_settings,
        )


def install() -> None:
    """Have every websocket of this process compressed so; uvicorn has no setting for it."""
    websockets_sansio_impl.ServerPerMessageDeflateFactory = Compression  # type: ignore[attr-defined,assignment]
