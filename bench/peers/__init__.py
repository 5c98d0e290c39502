"""This app beside what a Python user would otherwise pick."""
