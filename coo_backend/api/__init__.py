"""The endpoints; each reads its request, calls one function, and hands the answer on."""
