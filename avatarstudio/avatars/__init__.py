"""Recipes, their rendering and export."""
