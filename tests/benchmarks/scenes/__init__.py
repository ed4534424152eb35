"""What benchmarks share that measures nothing itself: anchors, and scenes that are set before the clock runs."""
