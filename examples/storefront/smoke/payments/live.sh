#!/usr/bin/env bash
# ---
# name: The real payment provider accepts a test card
# tags: [payments, live]
# features: [payments]
# estimate: 0.1s
# ---
# Skips itself where it cannot say anything. `exit 77` would do as well.
. "$(dirname "$0")/../lib/shop.sh"

if [ -z "${STOREFRONT_PROVIDER_URL:-}" ]; then
  echo "skip=STOREFRONT_PROVIDER_URL is not set" >>"$SMOKE_OUTPUT"
  exit 0
fi
SHOP_URL=$STOREFRONT_PROVIDER_URL call GET /health
