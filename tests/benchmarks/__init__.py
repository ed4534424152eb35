"""Speed and memory as ratios measured side by side in one run; run by `make bench`, never part of the test suite."""
