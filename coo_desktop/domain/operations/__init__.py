"""What a user does: each operation takes a Unit first and returns a Change."""
