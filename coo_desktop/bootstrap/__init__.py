"""How a profile opens and how it ends, without Qt: the way in and out of the program, and of the command line."""
