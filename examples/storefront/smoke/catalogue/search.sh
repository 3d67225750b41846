#!/usr/bin/env bash
# ---
# name: Products are found by a word of their name
# tags: [depth-4]
# features: [catalogue, search]
# needs: [catalogue/list]
# estimate: 0.5s
# args: [mug=2, ink=1, nothing-like-it=0]
# ---
. "$(dirname "$0")/../lib/shop.sh"

start_shop
for expected in "$@"; do
  call GET "/products?search=${expected%=*}" --get count --is "${expected#*=}"
done
