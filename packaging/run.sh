#!/usr/bin/env bash
# usage: run.sh PYTHON: the window on $PHOTOS, or on the sample photos; without a display the command line does the job.
set -euo pipefail
python=$1
if [[ -z ${PHOTOS:-} ]]; then
    # Copies, so that everything can be tried on them, with a library, settings, a cache and a trash of their own: the
    # person's stay untouched.
    PHOTOS="$PWD/build/Sample photos"
    export CRH_DESKTOP_HOME=$PWD/build/sample-library XDG_DATA_HOME=$PWD/build/sample-library/share
    mkdir -p "$XDG_DATA_HOME"
    [[ -d $PHOTOS ]] || cp -r resources/samples "$PHOTOS"
elif [[ ! -d $PHOTOS ]]; then
    echo "PHOTOS=$PHOTOS is not a folder." >&2
    exit 2
fi
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    exec "$python" -m crh_desktop app --photos "$PHOTOS"
fi
echo "There is no display, so the command line does the same job: crh scan, then crh dupes."
mkdir -p build
report=$PWD/build/duplicates.html
"$python" -m crh_desktop.cli.main scan "$PHOTOS"
"$python" -m crh_desktop.cli.main dupes --html "$report"
