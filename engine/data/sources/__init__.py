"""The sources of the data sets, and their files in the data folder.

The download checks each file before using it.
"""
