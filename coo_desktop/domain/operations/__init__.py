"""What a user does: each operation is a function that takes a Unit first and returns a Change."""
