"""The rooms of the portal, in layers: ground, flow, beside, above (`.importlinter` keeps them
apart).
"""
