#!/usr/bin/env bash
# usage: shot.sh PYTHON: pictures of every page, light and dark, from a real window on a virtual screen, into shots/.
set -euo pipefail
python=$1
export CRH_DESKTOP_HOME=$PWD/build/shot-home
unset WAYLAND_DISPLAY QT_QPA_PLATFORM
rm -rf "$CRH_DESKTOP_HOME"
mkdir -p shots
xvfb-run -a -s "-screen 0 1440x900x24" "$python" -m crh_desktop app --photos resources/samples --shot shots
ls -l shots
