#!/usr/bin/env bash
# usage: shot.sh PYTHON [OPTION…]: pictures of every page, light and dark, from a real window on a virtual screen, into shots/.
set -euo pipefail
python=$1
shift
export CRH_DESKTOP_HOME=$PWD/build/shot-home
unset WAYLAND_DISPLAY QT_QPA_PLATFORM
# photos are moved to the trash and back for the pictures: to a trash of their own, and never the samples themselves
export CRH_DESKTOP_LOCK=$PWD/packaging/requirements.lock  # the page that fetches parts as a package shows it
export XDG_DATA_HOME=$PWD/build/shot-home/share CRH_DESKTOP_SHOT_MOVES=1
rm -rf "$CRH_DESKTOP_HOME" build/shot-photos
mkdir -p shots build "$XDG_DATA_HOME"
cp -r resources/samples build/shot-photos
xvfb-run -a -s "-screen 0 1440x900x24" "$python" -m crh_desktop app --photos build/shot-photos --shot shots "$@"
ls -l shots
