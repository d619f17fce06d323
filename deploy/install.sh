#!/bin/sh
# Cài đặt tvgeo, không cần mạng. / Installs tvgeo without a network.
exec "${PYTHON:-python3}" "$(dirname "$0")/install.py" "$@"
