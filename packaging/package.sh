#!/usr/bin/env bash
# usage: package.sh PYTHON: wheel, Debian package and one-folder build into dist/, each checked with what is at hand.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
mkdir -p dist
"$python" -m uv build --quiet --wheel --out-dir dist .
"$python" -m twine check dist/*.whl
packaging/deb.sh "$python"
desktop-file-validate packaging/desktop/crh-desktop.desktop && echo "desktop file: valid"
appstreamcli validate --no-net build/deb/usr/share/metainfo/*.xml
lintian --tag-display-limit 0 dist/*.deb || true
[[ ${FREEZE:-1} == 1 ]] && packaging/freeze.sh
ls -l dist
