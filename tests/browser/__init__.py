"""The product in Chromium, as its people meet it: the whole stack with the demo federation in it."""
