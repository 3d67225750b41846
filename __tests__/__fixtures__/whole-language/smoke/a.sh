# ---
# name: A
# ---
