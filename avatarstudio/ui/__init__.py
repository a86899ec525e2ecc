"""Widgets; they show the session and hold no state of their own."""
