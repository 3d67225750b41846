#!/usr/bin/env bash
# ---
# name: A cart adds up
# tags: [depth-4]
# features: [cart]
# needs: [catalogue/list]
# estimate: 0.5s
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
cart=$(call POST /carts --status 201 --get id)
call PUT "/carts/$cart/items/mug" '{ "quantity": 2 }' --get total --is 2500
call PUT "/carts/$cart/items/pen" '{ "quantity": 1 }' --get total --is 5400
call GET "/carts/$cart" --get total --is 5400
