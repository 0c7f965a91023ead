"""Benchmarks: bin/bench NAME."""
