"""Benchmarks run at all; what they measure is read by people."""
