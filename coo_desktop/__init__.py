"""The desktop program: certificates of origin made offline, sent when the network is back."""

__version__ = "0.1.0"
