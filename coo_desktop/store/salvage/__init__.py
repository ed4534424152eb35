"""What can still be read of a damaged store file: pages whose seal is right, rows in them, documents that are whole."""
