"""`python -m crh_desktop WORD`: looks at the first word and dispatches before any heavy import."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the window (default, or `app`), the `worker`, a `decode` process, or a command line word."""
    word = sys.argv[1] if len(sys.argv) > 1 else "app"
    if word == "decode":
        from crh_desktop.core.decode_process import serve_decoding

        return serve_decoding()
    if word == "worker":
        from crh_desktop.worker.loop import main as worker_main

        return worker_main(sys.argv[2:])
    if word == "app" or word.startswith("-"):
        from crh_desktop.app.main import main as app_main

        return app_main(sys.argv[2:] if word == "app" else sys.argv[1:])
    from crh_desktop.cli.main import main as cli_main

    return cli_main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
