"""Written by the tests that need them."""
