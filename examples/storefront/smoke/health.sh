#!/usr/bin/env bash
# ---
# name: The shop tells that it is well
# tags: [quick]
# features: [operations]
# estimate: 0.2s
# ---
. "$(dirname "$0")/lib/shop.sh"

start_shop
call GET /health --get status --is ok
