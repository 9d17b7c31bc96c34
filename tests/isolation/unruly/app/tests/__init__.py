"""None: a tool without tests is one of the cases."""
