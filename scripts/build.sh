#!/usr/bin/env bash
# Restores and builds everything (npm brings what the studio's pages load), and publishes the command to out/cli, where ./modelyard finds it.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v npm >/dev/null || scripts/install.sh nodejs npm
dotnet build Modelyard.slnx --configuration Release --verbosity quiet --nologo
scripts/publish-cli.sh
