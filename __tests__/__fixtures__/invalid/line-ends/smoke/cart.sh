#!/usr/bin/env bash
# ---
# timeout: 30
# ---
./cart
