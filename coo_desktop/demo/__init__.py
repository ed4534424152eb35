"""The main job on a demo company: what `make demo` runs, with the program's own parts and a local backend."""
