"""Measurements that are kept: make bench, make bench-NAME."""
