"""The websocket, compressed: running a page again costs its reader's line less than a kilobyte.

A run sends about fifty messages, nearly all of them the same as in the run before. Compression
finds that only when it remembers a whole run: the 4 kB that uvicorn lets it look back are too
few, 32 kB are enough. What is large is figures that are packed already (`render.map_columns`):
it goes as it is, and pushes out of memory nothing that will come again.
"""

from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.exceptions import PayloadTooBig
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.frames import CTRL_OPCODES, Frame, Opcode
from websockets.typing import ExtensionParameter

SERVER_BITS, CLIENT_BITS = 15, 12  # of how far back a side looks: 32 kB, 4 kB
SETTINGS = {"level": 3, "memLevel": 6}  # 160 kB of memory a viewer
PACKED = 16_384  # bytes; messages of this size are packed figures
# What a browser may say, unpacked (its choices, `server.maxWidgetStateSize`; files come another
# way): so many bytes in a message, and for what goes beyond that in all, so many for one received.
# Else a few kB would become hundreds of MB before anybody looked at them.
MOST, TIMES = 4 << 20, 100


class Remembering(PerMessageDeflate):
    """The compression of one websocket (RFC 7692)."""

    received = unpacked = message = 0  # bytes: in all, in all, of the message so far

    def encode(self, frame: Frame) -> Frame:
        """Compress a message, unless it is packed: every message may choose."""
        return frame if len(frame.data) >= PACKED else super().encode(frame)

    def decode(self, frame: Frame, *, max_size: int | None = None) -> Frame:
        """Unpack a piece of a message; what grows too large ends the connection (1009)."""
        if frame.opcode in CTRL_OPCODES:
            return frame
        self.received += len(frame.data)
        if frame.opcode is not Opcode.CONT:
            self.message = 0
        left = min(MOST - self.message, MOST + TIMES * self.received - self.unpacked)
        if left <= 0:
            raise PayloadTooBig(None, MOST)
        said = super().decode(frame, max_size=left if max_size is None else min(left, max_size))
        self.message += len(said.data)
        self.unpacked += len(said.data)
        return said


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
