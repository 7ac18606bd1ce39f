"""Long runs: an hour in the window, kills at random moments, every call and system call failing. `make soak`, `make torture`."""
