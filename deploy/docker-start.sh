#!/bin/sh
# Starts a command of tvgeo in its container; the password of the database comes from a file, and
# stands in no setting that `docker inspect` shows.
set -eu
if [ -n "${TVGEO_DATABASE_PASSWORD_FILE:-}" ]; then
  password=$(cat "$TVGEO_DATABASE_PASSWORD_FILE")
  case $password in
    *[!A-Za-z0-9]*|'') echo "TVGEO_DATABASE_PASSWORD_FILE: openssl rand -hex 32" >&2; exit 2 ;;
  esac
  TVGEO_DATABASE_URL="postgresql://tvgeo:$password@$TVGEO_DATABASE_HOST/tvgeo"
  export TVGEO_DATABASE_URL
fi
if [ "$1" = serve ]; then
  exec python -m tvgeo serve --host 0.0.0.0 --port "${TVGEO_PORT:-8501}"
fi
exec python -m tvgeo "$@"
