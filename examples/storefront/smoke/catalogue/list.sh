#!/usr/bin/env bash
# ---
# name: Products are listed
# tags: [depth-3]
# features: [catalogue]
# needs: [migrate]
# estimate: 0.3s
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
call GET /products --get count --is 5
call GET /products/mug --get price --is 1250
