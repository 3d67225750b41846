#!/bin/sh
# Opens the shop.
# ---
# name: open
# tags: [a]
echo open
# ---
