#!/usr/bin/env bash
# usage: deb.sh PYTHON: the Debian package into dist/, from the wheel that lies there.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
version=$("$python" -c 'import crh_desktop; print(crh_desktop.__version__)')
day=$(git log -1 --format=%cs 2>/dev/null || date +%F)
root=build/deb
rm -rf "$root"
share=$root/usr/share
install -d "$root/DEBIAN" "$root/usr/bin" "$share/crh-desktop" "$share/applications" "$share/metainfo" "$share/man/man1" \
    "$share/doc/crh-desktop" "$share/icons"
install -m 644 "dist/crh_desktop-$version-py3-none-any.whl" \
    packaging/pip.lock packaging/window.lock packaging/requirements.lock \
    packaging/debian/launch.py "$share/crh-desktop/"
for pair in crh-desktop:window crh:command; do
    printf '#!/bin/sh\nexec /usr/bin/python3 /usr/share/crh-desktop/launch.py %s "$@"\n' "${pair#*:}" > "$root/usr/bin/${pair%:*}"
    chmod 755 "$root/usr/bin/${pair%:*}"
done
install -m 644 packaging/desktop/crh-desktop.desktop "$share/applications/"
"$python" packaging/notes.py "$version" "$day" packaging/CHANGELOG.md > build/releases.xml
sed -e '/@RELEASES@/{r build/releases.xml' -e 'd}' packaging/desktop/org.crhdesktop.CRHDesktop.metainfo.xml \
    > "$share/metainfo/org.crhdesktop.CRHDesktop.metainfo.xml"
"$python" packaging/icons.py "$share/icons"
"$python" packaging/manpages.py "$share/man/man1" "$day"
gzip -9n "$share"/man/man1/*.1
install -m 644 packaging/debian/copyright "$share/doc/crh-desktop/copyright"
{
    printf 'crh-desktop (%s-1) unstable; urgency=medium\n\n  * Release %s. What is new: see changelog.gz.\n\n' "$version" "$version"
    printf ' -- The CRH Desktop developers <packages@crhdesktop.org>  %s\n' "$(date -R -d "$day")"
} | gzip -9n > "$share/doc/crh-desktop/changelog.Debian.gz"
gzip -9nc packaging/CHANGELOG.md > "$share/doc/crh-desktop/changelog.gz"
find "$root/usr" -type d -exec chmod 755 {} +
find "$share" -type f -exec chmod 644 {} +
size=$(du -sk "$root/usr" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" packaging/debian/control > "$root/DEBIAN/control"
install -m 755 packaging/debian/postrm "$root/DEBIAN/postrm"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
dpkg-deb --root-owner-group -Zxz --build "$root" "dist/crh-desktop_$version-1_all.deb"
