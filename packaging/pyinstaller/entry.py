"""The two programs of the one-folder build: crh-desktop opens the window, crh is the command line; both can be the worker."""

from __future__ import annotations

import multiprocessing
import os
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word in ("decode", "worker"):
        from crh_desktop.__main__ import main

        sys.exit(main())
    if os.path.basename(sys.argv[0]).startswith("crh-desktop"):
        from crh_desktop.app.main import main as open_window

        sys.exit(open_window(sys.argv[2:] if word == "app" else sys.argv[1:]))
    from crh_desktop.cli.main import main as run_command

    sys.exit(run_command(sys.argv[1:]))
