# @meta
# - name
# - tags
# @endmeta
print(1)
