"""The command line: one photo to avatars, step by step or in one go."""
