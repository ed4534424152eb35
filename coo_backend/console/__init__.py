"""The examiner's console (审核端) and the public check: pages made on the server, without scripts."""
