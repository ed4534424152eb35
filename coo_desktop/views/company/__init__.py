"""The company's own pages: signatories, moves between offices, export."""
