"""What the window tells beside the pages: sync, notices, account, work under way."""
