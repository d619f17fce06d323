"""Whether the dashboard in this container answers as itself.

The body is read: Streamlit answers any address with its page and 200, so that the status alone
says nothing.
"""

import json
import os
import sys
from urllib.request import urlopen

PORT = os.environ.get("TVGEO_PORT", "8501")

try:
    with urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=4) as answer:
        healthy = json.load(answer).get("status") == "ok"
except (OSError, ValueError, AttributeError):
    healthy = False
sys.exit(0 if healthy else 1)
