@echo off
REM ---
REM id: a b
REM ---
echo
