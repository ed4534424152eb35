"""The named cross-field rules; a form file lists which of them apply to it."""

from coo_desktop.domain.problems import Check

CHECKS: dict[str, Check] = {}
