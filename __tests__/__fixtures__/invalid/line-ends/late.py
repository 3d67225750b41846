#!/usr/bin/env python3
print("the system reads the first line alone")
