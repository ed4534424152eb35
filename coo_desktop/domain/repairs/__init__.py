"""What one press does about a problem: for each code that has one safe answer, a function that gives the new values."""
