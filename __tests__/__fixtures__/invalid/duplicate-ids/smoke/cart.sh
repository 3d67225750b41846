# ---
# name: Cart
# ---
