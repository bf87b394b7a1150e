#!/usr/bin/env bash
# Installs the S3 server that the tests of object stores start on the loopback, from the lock file.
set -euo pipefail
cd "$(dirname "$0")/../tests/S3Server"
command -v npm >/dev/null || ../../scripts/install.sh nodejs npm
cmp --silent package-lock.json node_modules/.installed && exit 0
npm ci --ignore-scripts --silent --no-audit --no-fund >&2
cp package-lock.json node_modules/.installed
