# ---
# name: Good
# ---
true
