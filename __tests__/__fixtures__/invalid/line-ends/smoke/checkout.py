#!/usr/bin/env python3
print("read by python, which takes either")
