"""How sentences, numbers and days are written in English and Chinese, and how typed ones are read."""
