"""Files and folders of a profile: durable writes, locks, places that are unsafe, a process for hostile files."""
