# ---
# run: ./other.sh
# ---
