"""Backups on the screen: made by hand and every day, restored after a preview, brought to another computer."""
