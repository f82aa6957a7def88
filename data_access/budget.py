"""What programmes meant to spend on their actions, and what they spent."""
