#!/bin/sh
echo good
echo bad
