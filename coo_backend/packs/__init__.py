"""Reference packs: published by an office, offered to its companies."""
