"""Measurements that decide: each row compares two ways of doing something, and holds or does not."""
