#!/usr/bin/env bash
# ---
# name: The payment gateway answers
# tags: [payments]
# features: [payments]
# estimate: 0.9s
# demand: { cards: 1 }
# retry: { max-attempts: 3, delay: 100ms, jitter: false }
# ---
# Flaky on purpose, to show what becomes of it: the gateway is cold at the first attempt, and the
# shop answers 503.
. "$(dirname "$0")/../lib/shop.sh"

gateway=warm
if [ "$SMOKE_ATTEMPT" = 1 ]; then gateway=cold; fi
start_shop --gateway "$gateway"
cart=$(call POST /carts --get id)
call PUT "/carts/$cart/items/ink" '{ "quantity": 1 }'
call POST "/carts/$cart/checkout" '{ "card": "4000000000000002" }' --status 201
