#!/usr/bin/env bash
# usage: setup-venv.sh VENV EXTRAS STAMP: makes the environment if it is missing, installs the project with the extras ("" for
# the program alone), and leaves the stamp, so that the next run has nothing to do.
set -euo pipefail
venv=$1 extras=$2 stamp=$3
python=${PYTHON:-python3}
if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Python 3.11 or newer is needed, and $python is $("$python" -V 2>&1). Try: make PYTHON=python3.12 …" >&2
        exit 2
    }
    echo "Making the environment in $venv"
    "$python" -m venv --clear "$venv"
fi
echo "Installing crh-desktop${extras:+ [$extras]} into $venv: this takes some minutes the first time."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".${extras:+[$extras]}"
rm -f "${stamp%-*}"-*
touch "$stamp"
