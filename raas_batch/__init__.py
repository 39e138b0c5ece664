"""RAAS: keeps registers of persons for Belgian institutions, and tells them what changed."""
