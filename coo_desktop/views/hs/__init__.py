"""Looking up HS codes, and giving outdated ones their successors."""
