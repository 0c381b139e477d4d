"""The loop back: result claims, verifications, feedback, recommendations, counting, and whose voice was there."""
