"""What is done to photo files: checked on the disk first, written down before it happens, and always to be taken back."""
