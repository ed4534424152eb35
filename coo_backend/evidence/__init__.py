"""Evidence: uploads by tus and committed files."""
