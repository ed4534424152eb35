"""What surrounds the program: the files that ship with it, its words, the settings of this computer."""
