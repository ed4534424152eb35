"""Reference packs: their manifests, the recipes they are made by, the list of those there are."""
