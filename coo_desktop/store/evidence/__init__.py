"""Evidence bytes: examined, encrypted, stored under their digest."""
