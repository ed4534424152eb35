"""Lines of a file or of a pasted block and the approved products that they mean."""
