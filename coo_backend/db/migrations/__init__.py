"""The steps that bring the backend's tables from one version to the next."""
