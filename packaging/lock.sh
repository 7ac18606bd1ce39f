#!/usr/bin/env bash
# usage: lock.sh PYTHON: writes what exactly is installed for a build (requirements.lock: the program; development.lock: with
# tests, checks and benchmarks; window.lock: the window without what computes; pip.lock: the installer), the bill of materials
# and the list of licences. No addresses of an index get into them.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
mkdir -p build
compile() {
    "$python" -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --constraint packaging/tested.txt "${@:2}" --output-file "packaging/$1"
}
compile requirements.lock pyproject.toml
compile development.lock pyproject.toml --all-extras
# what the window needs before the worker is there, in the versions of the whole
"$python" packaging/locked.py window pyproject.toml > build/window.in
compile window.lock build/window.in --constraint packaging/requirements.lock
echo "pip>=25,<27" > build/pip.in
compile pip.lock build/pip.in
"$python" -m cyclonedx_py requirements packaging/requirements.lock --pyproject pyproject.toml --output-reproducible \
    --output-format JSON --output-file packaging/sbom.cdx.json 2>/dev/null
"$python" packaging/sbom.py packaging/sbom.cdx.json
"$python" packaging/licences.py packaging/requirements.lock resources/LICENCES.md
