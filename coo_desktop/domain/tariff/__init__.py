"""Printed rates of duty, and all of them side by side."""
