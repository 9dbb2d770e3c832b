"""A person at the window: the hand that draws and clicks, and the eye that reads."""
