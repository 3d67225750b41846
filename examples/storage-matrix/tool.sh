#!/bin/sh
# Stands in for a tool that creates VMs. It keeps one file for each VM and says when that is wrong.
set -eu
state="${STATE:-/tmp/storage-matrix}/$SMOKE_RUN_ID"
mkdir -p "$state"
case "$1" in
  create)
    mkdir "$state/$SMOKE_INSTANCE" # fails where it is there
    mkdir "$state/pool.$SMOKE_MATRIX_POOL" # fails where the pool has other VMs
    echo "$SMOKE_FIXTURE_KEY" >> "$state/created"
    echo "VM=$SMOKE_INSTANCE" >> "$SMOKE_OUTPUT"
    ;;
  check) test -d "$state/$2" ;;
  delete)
    rmdir "$state/$SMOKE_INSTANCE" "$state/pool.$SMOKE_MATRIX_POOL"
    echo "$SMOKE_FIXTURE_KEY" >> "$state/deleted"
    ;;
  clean) # all VMs with the label of the run, whoever created them
    echo "$SMOKE_LABELS" >> "$state/cleaned"
    find "$state" -mindepth 1 -type d -exec rmdir {} +
    ;;
esac
