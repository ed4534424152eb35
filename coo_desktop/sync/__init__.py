"""The backend as seen from the desktop: one pass of push, upload and pull."""
