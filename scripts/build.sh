#!/usr/bin/env bash
# Restores and builds everything, and publishes the command to out/cli, where ./modelyard finds it.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build Modelyard.slnx --configuration Release --verbosity quiet --nologo
scripts/publish-cli.sh
