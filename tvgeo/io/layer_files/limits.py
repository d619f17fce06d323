"""How much a layer file may hold."""

MAX_BYTES = 52_428_800
MAX_FEATURES, MAX_VERTICES = 20_000, 1_000_000
