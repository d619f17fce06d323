"""The compressed websocket: what comes again costs next to nothing, what is packed goes as it is."""

import random

import pytest
from websockets.exceptions import NegotiationError, PayloadTooBig
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Frame, Opcode

from tvgeo.web.compression import MOST, PACKED, TIMES, Compression

# What a run sends: fifty messages of 250 bytes that say different things, 12.5 kB in all.
WORDS = random.Random(1)
RUN = [WORDS.randbytes(250) for _ in range(50)]


def agreed(**offer):
    """Return both ends of a websocket, as browser and server agree on it."""
    browser = ClientPerMessageDeflateFactory(**offer)
    answer, server = Compression().process_request_params(browser.get_request_params(), [])
    return server, browser.process_response_params(answer, [])


def sent(server, *messages):
    """Return what the messages take on the wire, headers of frames not counted."""
    return [server.encode(Frame(Opcode.BINARY, message)) for message in messages]


def test_a_run_that_comes_again_costs_a_fraction():
    server, browser = agreed(client_max_window_bits=True)
    first, second = sent(server, *RUN), sent(server, *RUN)
    assert sum(len(frame.data) for frame in first) > 12_000
    assert sum(len(frame.data) for frame in second) < 1_000
    assert [bytes(browser.decode(frame).data) for frame in first + second] == RUN + RUN


def test_what_is_packed_already_goes_as_it_is_and_pushes_nothing_out():
    server, browser = agreed()
    large = WORDS.randbytes(PACKED)
    frames = sent(server, *RUN, large, large, *RUN)
    assert [frame.rsv1 for frame in frames[50:52]] == [False, False]
    assert sum(len(frame.data) for frame in frames[52:]) < 1_000
    assert [bytes(browser.decode(f).data) for f in frames] == [*RUN, large, large, *RUN]


def test_a_browser_that_can_look_back_less_far_is_understood():
    server, browser = agreed(server_max_window_bits=9, server_no_context_takeover=True)
    frames = sent(server, *RUN, *RUN)
    assert [bytes(browser.decode(frame).data) for frame in frames] == RUN + RUN


def test_a_small_message_that_unpacks_to_a_large_one_is_not_unpacked():
    server, browser = agreed()
    most = browser.encode(Frame(Opcode.BINARY, bytes(MOST)))
    assert len(most.data) < 10_000
    assert len(server.decode(most, max_size=50 << 20).data) == MOST
    for size in (MOST + 1, 40 << 20):
        server, browser = agreed()
        with pytest.raises(PayloadTooBig):
            server.decode(browser.encode(Frame(Opcode.BINARY, bytes(size))), max_size=50 << 20)


def test_a_message_in_pieces_is_no_larger_than_one_in_one_piece():
    server, browser = agreed()
    pieces = [Frame(Opcode.BINARY, bytes(1 << 20), fin=False)]
    pieces += [Frame(Opcode.CONT, bytes(1 << 20), fin=False) for _ in range(5)]
    sent = [browser.encode(piece) for piece in pieces]
    for piece in sent[:4]:
        server.decode(piece, max_size=50 << 20)
    with pytest.raises(PayloadTooBig):
        server.decode(sent[4], max_size=50 << 20)


def test_many_small_messages_do_not_unpack_to_hundreds_of_megabytes():
    server, browser = agreed()
    large = [browser.encode(Frame(Opcode.BINARY, bytes(MOST))) for _ in range(2)]
    server.decode(large[0], max_size=50 << 20)
    with pytest.raises(PayloadTooBig):
        server.decode(large[1], max_size=50 << 20)
    assert server.unpacked <= MOST + TIMES * server.received


def test_a_reader_who_says_the_same_a_thousand_times_is_heard():
    server, browser = agreed()
    for _ in range(1_000):
        said = server.decode(browser.encode(Frame(Opcode.BINARY, RUN[0] * 20)), max_size=None)
        assert len(said.data) == 5_000


def test_what_a_browser_asks_for_in_vain_is_refused():
    with pytest.raises(NegotiationError):
        Compression().process_request_params([("window", "15")], [])
