"""The window and what fills it: application, tabs, pages, menus, leaving, lock."""
