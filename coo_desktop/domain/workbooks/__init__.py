"""Workbooks of a company's own documents: products with their materials, and certificates that were issued before."""
