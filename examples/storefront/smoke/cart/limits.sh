#!/usr/bin/env bash
# ---
# name: A cart refuses what cannot be sold
# tags: [depth-4]
# features: [cart]
# needs: [catalogue/list]
# estimate: 0.5s
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
cart=$(call POST /carts --get id)
call PUT "/carts/$cart/items/notebook" '{ "quantity": 4 }' --status 409
call PUT "/carts/$cart/items/mug" '{ "quantity": 0 }' --status 422
call PUT "/carts/$cart/items/mug" 'two' --status 400
