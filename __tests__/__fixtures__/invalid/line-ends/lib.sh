set -eu
