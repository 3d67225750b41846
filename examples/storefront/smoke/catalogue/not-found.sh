#!/usr/bin/env bash
# ---
# name: Unknown products and paths are answered with 404
# tags: [quick]
# features: [catalogue]
# estimate: 0.3s
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
call GET /products/unicorn --status 404
call GET /no/such/path --status 404
