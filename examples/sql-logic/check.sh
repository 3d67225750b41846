#!/bin/sh
# Runs one SQL file in a database of its own, and compares what it gives with the file beside it.
set -eu
{
  echo "CREATE TEMPORARY TABLE iteration AS SELECT $SMOKE_SEED AS seed;"
  cat "$SMOKE_FILE"
} | sqlite3 -bail | diff "${SMOKE_FILE%.sql}.expected" -
