#!/usr/bin/env bash
# ---
# name: A refused card leaves the cart as it was
# tags: [depth-5]
# features: [checkout, payments]
# needs: [cart/add]
# estimate: 0.5s
# demand: { cards: 1 }
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
cart=$(call POST /carts --get id)
call PUT "/carts/$cart/items/pen" '{ "quantity": 1 }'
call POST "/carts/$cart/checkout" '{ "card": "5000000000000009" }' --status 402
call GET "/carts/$cart" --get total --is 2900
