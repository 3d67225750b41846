# Sourced by the scripts: starts a shop of the script's own, talks to it, stops it.
# Works under parallel-smoke and by hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${SMOKE_TMP:=$(mktemp -d)}" "${SMOKE_OUTPUT:=$SMOKE_TMP/output}" "${SMOKE_ATTEMPT:=1}"

# Starts a shop on a port that the system chooses, so that any number may run side by side, and
# waits for the address that it prints. Arguments are those of the server.
start_shop() {
  local address="$SMOKE_TMP/address"
  rm -f "$address"
  mkfifo "$address"
  node shop/server.mjs "$@" >"$address" &
  SHOP_PID=$!
  trap stop_shop EXIT
  read -r SHOP_URL <"$address" || fail "the shop did not start"
  export SHOP_URL
  echo "the shop listens on $SHOP_URL"
}

stop_shop() {
  kill "$SHOP_PID" 2>/dev/null || true
  wait "$SHOP_PID" 2>/dev/null || true
  trap - EXIT
}

# Sends a request: call METHOD PATH [BODY] [--status N] [--get MEMBER [--is VALUE]].
call() { node smoke/lib/call.mjs "$@"; }

fail() {
  echo "$*" >&2
  exit 1
}
