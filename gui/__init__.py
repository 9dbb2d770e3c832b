"""The window: widgets that take and give plain values, wired together in main_window.py."""
