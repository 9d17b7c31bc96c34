"""Commands that carry a tool from a brief to its address, and the demo."""
