#!/bin/sh
# ---
# name: broken
# tags: [a, b
# ---
echo
