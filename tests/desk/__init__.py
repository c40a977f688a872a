"""Tests of the pages over several apps."""
