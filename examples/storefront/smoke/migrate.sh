#!/usr/bin/env bash
# ---
# name: Migrations apply, and only once
# tags: [depth-2]
# features: [data]
# needs: [build]
# estimate: 0.2s
# env: { VERSION: "${{ needs.build.outputs.version }}" }
# ---
. "$(dirname "$0")/lib/shop.sh"

echo "migrating for version $VERSION"
node shop/migrations.mjs "$SMOKE_TMP/data.json" | tee "$SMOKE_TMP/first"
node shop/migrations.mjs "$SMOKE_TMP/data.json" | tee "$SMOKE_TMP/second"
grep -q "applied products, carts, orders" "$SMOKE_TMP/first"
grep -q "nothing to do" "$SMOKE_TMP/second"
