"""A portrait that speaks: SadTalker's networks, for machines with a GPU and the user's own weights."""

PREPARED = "prepared.safetensors"
"""What is kept of a portrait, in a folder of its own."""
