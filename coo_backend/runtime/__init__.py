"""What one process runs with: settings, clock, limits, faults, refusals, strict JSON."""
