"""Anime avatars of a person from one photo, offline."""

__version__ = "0.1.0"
