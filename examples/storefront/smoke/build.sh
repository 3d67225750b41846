#!/usr/bin/env bash
# ---
# name: The shop can be built
# tags: [quick, depth-1]
# features: [packaging]
# estimate: 0.4s
# ---
. "$(dirname "$0")/lib/shop.sh"

for file in shop/*.mjs; do
  node --check "$file"
  echo "parsed $file"
done
# Whoever needs this scenario reads the version as needs.build.outputs.version.
node -p '"version=" + JSON.parse(fs.readFileSync("shop/package.json")).version' >>"$SMOKE_OUTPUT"
