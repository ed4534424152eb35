"""What the benchmarks themselves have to be right about."""
