#!/usr/bin/env bash
# usage: lock.sh PYTHON: writes what exactly is installed for a build (requirements.lock: the program; development.lock: with
# tests, checks and benchmarks), the bill of materials and the list of licences. No addresses of an index get into them.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
compile() {
    "$python" -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate "${@:2}" --output-file "packaging/$1"
}
compile requirements.lock
compile development.lock --all-extras
"$python" -m cyclonedx_py requirements packaging/requirements.lock --pyproject pyproject.toml --output-reproducible \
    --output-format JSON --output-file packaging/sbom.cdx.json 2>/dev/null
"$python" packaging/sbom.py packaging/sbom.cdx.json
"$python" packaging/licences.py packaging/requirements.lock resources/LICENCES.md
