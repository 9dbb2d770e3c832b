#!/bin/sh
# Shows Inkling among the programs of the desktop, for this person. Run it again after you have moved the folder.
set -e
here=$(cd "$(dirname "$0")" && pwd)
place=${XDG_DATA_HOME:-$HOME/.local/share}/applications
mkdir -p "$place"
sed -e "s|^Exec=.*|Exec=\"$here/inkling\"|" -e "s|^Icon=.*|Icon=$here/inkling.svg|" "$here/inkling.desktop" > "$place/inkling.desktop"
echo "Inkling is in the menu now: $place/inkling.desktop"
