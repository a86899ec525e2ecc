"""Errors, progress, pictures and paths; no Qt, no torch."""
