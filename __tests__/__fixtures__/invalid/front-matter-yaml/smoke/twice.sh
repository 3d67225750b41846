# ---
# needs: [broken]
# depends_on: [list]
# ---
