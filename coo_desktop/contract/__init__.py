"""The bodies that travel between desk and backend, declared once for both sides; loaded after the first paint.

`requests` is what a desk or an examiner sends, the other modules are answers. The backend writes them, the desk reads
them, and `docs/openapi.json` is generated from them.
"""
