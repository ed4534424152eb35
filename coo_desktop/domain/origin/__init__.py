"""The origin engine: whether a good originates under an agreement, by which criterion, why, and by what margin."""
