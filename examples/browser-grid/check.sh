#!/bin/sh
# Opens a page in the leased browser and compares its title, which a script of the page has set.
set -eu
curl -sf -X POST "$BROWSER_URL/open" --data "$SITE_URL$1" > /dev/null
title=$(curl -sf "$BROWSER_URL/title")
test "$title" = "$2, visit 1" || { echo "expected $2, visit 1, got $title"; exit 1; }
