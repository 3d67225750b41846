#!/usr/bin/env bash
# ---
# name: An order can be read again and empties the cart
# tags: [depth-6]
# features: [checkout]
# needs: [checkout/pay]
# estimate: 0.6s
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
cart=$(call POST /carts --get id)
call PUT "/carts/$cart/items/mug" '{ "quantity": 1 }'
number=$(call POST "/carts/$cart/checkout" '{ "card": "4000000000000002" }' --status 201 --get number)
call GET "/orders/$number" --get total --is 1250
call GET "/carts/$cart" --get total --is 0
