"""What is true whatever the screen, disk or network: pure Python and pydantic."""
