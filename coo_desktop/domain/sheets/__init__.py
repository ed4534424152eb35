"""Tables of a shipment, as customers and colleagues make them: what their columns, lines and headings say."""
