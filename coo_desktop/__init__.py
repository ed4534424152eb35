"""The desktop program: certificates of origin made offline, sent when the network is back."""
