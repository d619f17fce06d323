#!/bin/sh
# Chạy tvgeo; không có tham số thì khởi động bảng điều khiển. / Runs tvgeo; without arguments, the dashboard.
[ $# -gt 0 ] || set -- serve
exec "$(dirname "$0")/.venv/bin/python" -m tvgeo "$@"
