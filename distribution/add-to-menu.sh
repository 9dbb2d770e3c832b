#!/bin/sh
# Shows Inkling among the programs of the desktop, for this person, and lets it open packed runs (.inkling-run). Run it
# again after you have moved the folder.
set -e
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
place=$share/applications
mkdir -p "$place" "$share/mime/packages"
sed -e "s|^Exec=.*|Exec=\"$here/inkling\" %F|" -e "s|^Icon=.*|Icon=$here/inkling.svg|" "$here/inkling.desktop" > "$place/inkling.desktop"
cp "$here/inkling-run.xml" "$share/mime/packages/"
# Where a desktop has no such program, it reads the files at its next start.
update-mime-database "$share/mime" 2>/dev/null || true
update-desktop-database "$place" 2>/dev/null || true
echo "Inkling is in the menu now: $place/inkling.desktop"
