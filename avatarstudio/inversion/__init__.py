"""Reverse generation: from a portrait to its latents."""
