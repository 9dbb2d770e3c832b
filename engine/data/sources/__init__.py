"""Where the data sets come from, and their files in the data folder.

The download checks each file before it counts.
"""
