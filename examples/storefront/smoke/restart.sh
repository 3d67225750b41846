#!/usr/bin/env bash
# ---
# name: Carts survive a restart
# tags: [slow]
# features: [operations, cart]
# group: heavy
# runner: calm
# estimate: 0.6s
# ---
. "$(dirname "$0")/lib/shop.sh"

start_shop --data "$SMOKE_TMP/data.json"
cart=$(call POST /carts --get id)
call PUT "/carts/$cart/items/ink" '{ "quantity": 2 }' --get total --is 1700
stop_shop
start_shop --data "$SMOKE_TMP/data.json"
call GET "/carts/$cart" --get total --is 1700
