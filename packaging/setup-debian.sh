#!/usr/bin/env bash
# usage: setup-debian.sh [venv] [window] [xvfb] [fonts] [package]: sees to it that the Debian packages for these purposes are
# there. Root installs what is missing; anyone else is told what to install. Elsewhere than on Debian: does nothing.
set -euo pipefail
command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0

wanted=()
for purpose in "$@"; do
    case $purpose in
        # Only where this Python cannot make an environment by itself.
        venv) [[ -x .venv/bin/python ]] || "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null \
            || wanted+=(python3 python3-venv) ;;
        window) wanted+=(libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0
            libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0) ;;
        xvfb) wanted+=(xvfb xauth) ;;
        package) wanted+=(dpkg-dev desktop-file-utils appstream lintian binutils) ;;
        fonts) wanted+=(fonts-noto-core fonts-noto-cjk) ;;
        *) echo "setup-debian.sh: unknown purpose $purpose" >&2; exit 2 ;;
    esac
done

missing=()
for package in "${wanted[@]}"; do
    # Newer Debian and Ubuntu renamed some libraries (64-bit time): libglib2.0-0t64 serves as well.
    states=$(dpkg-query -W -f '${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null || true)
    grep -qx installed <<<"$states" || missing+=("$package")
done
((${#missing[@]})) || exit 0

if ((EUID == 0)); then
    echo "Installing Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "These Debian packages are missing: ${missing[*]}" >&2
    echo "Install them with: sudo apt-get install ${missing[*]}" >&2
fi
