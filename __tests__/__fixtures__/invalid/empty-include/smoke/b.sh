#!/bin/sh
# no header
echo b
