"""What the seeded stores of the benchmarks are made of."""
