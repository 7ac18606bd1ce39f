#!/usr/bin/env bash
# usage: freeze.sh: the one-folder build of window, command line and worker without CUDA, into dist/crh-desktop. Makes an
# environment of its own in build/freeze, with torch for processors only (TORCH_CPU, TORCHVISION_CPU: their versions;
# TORCH_INDEX: where they are to be had beside the usual index).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
venv=build/freeze
if [[ ! -x $venv/bin/pyinstaller ]]; then
    "$python" -m venv "$venv"
    # wheels for processors only have a version of their own: whichever is the newest of them that can be had
    "$venv/bin/pip" install --quiet --disable-pip-version-check "torch==${TORCH_CPU:-2.13.0+cpu}" \
        "torchvision==${TORCHVISION_CPU:-0.28.0}" ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"}
    "$venv/bin/pip" install --quiet --disable-pip-version-check "pyinstaller>=6.10,<7" "pyinstaller-hooks-contrib>=2025"
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check .
"$venv/bin/pyinstaller" --noconfirm --clean --log-level WARN --distpath dist --workpath build/pyinstaller \
    packaging/pyinstaller/linux.spec
du -sh dist/crh-desktop
