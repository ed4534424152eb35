"""The origin engine: from a product and a rule to an explained decision."""
