"""Start CRH Desktop as Debian installs it: its environment is made in the person's home at the first start.

Needs Python alone. The window's own parts come first; the window then fetches what computes, and says what it needs.

launch.py window|command [WORDS…]
    --set-up [--card]   only make the environment, whole; torch for NVIDIA cards instead of for processors
    --remove-data       take the environment away, and after a question the library; photos stay
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEEL = next(HERE.glob("crh_desktop-*.whl"))
sys.path.insert(0, str(WHEEL))

from crh_desktop.core import parts  # noqa: E402  from inside the wheel, which nothing has installed yet
from crh_desktop.core.errors import Cancelled, CrhError  # noqa: E402


def data_home() -> Path:
    """Where the person's data lie."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "crh-desktop"


def cache_home() -> Path:
    """Where lies what can be made again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "crh-desktop"


def environment() -> Path:
    """The environment of this version; older ones are removed when it is whole."""
    return data_home() / "environments" / WHEEL.name.split("-")[1]


def python_of(place: Path) -> Path:
    """The Python of an environment."""
    return place / "bin" / "python"


class Making:
    """Makes what is missing of the environment; can be stopped from another thread."""

    def __init__(self, whole: bool, card: bool, tell: parts.Tell) -> None:
        self._whole, self._card, self._tell = whole, card, tell
        self._place = environment()
        self._installing = parts.Installing(str(python_of(self._place)), tell, cache_home() / "parts")
        self.stop = self._installing.stop

    def run(self) -> Path:
        """Make it, and return its Python.

        Raises:
            CrhError: There is no network, no room, or it was stopped.
        """
        place = self._place
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if not (place / ".window").exists():
                self._make_window()
            if self._whole and not (place / ".requirements").exists():
                self._installing.worker(HERE / "requirements.lock", self._card)
                (place / ".requirements").touch()
            for older in place.parent.iterdir():
                if older != place:
                    shutil.rmtree(older, ignore_errors=True)
        except OSError as error:
            raise CrhError(f"{error.filename or place}: {error.strerror}. Mend that, then start again.") from error
        return python_of(place)

    def _make_window(self) -> None:
        if not python_of(self._place).exists():
            self._tell("Making the environment", 0.0)
            done = subprocess.run([sys.executable, "-m", "venv", str(self._place)], capture_output=True, text=True)
            if done.returncode:
                shutil.rmtree(self._place, ignore_errors=True)
                said = (done.stderr.strip() or done.stdout.strip())[-300:]
                raise CrhError(f"The environment cannot be made in {self._place}: {said}")
        lock = HERE / "window.lock"
        self._installing.run(
            [
                # a pip that tells how far a download is
                parts.Step(("--require-hashes", "-r", str(HERE / "pip.lock")), 1),
                parts.Step(("--require-hashes", "-r", str(lock)), len(parts.blocks(lock.read_text("utf-8")))),
                parts.Step(("--no-deps", str(WHEEL)), 1),
            ]
        )
        (self._place / ".window").touch()


def on_terminal(whole: bool, card: bool) -> Path:
    """Make it with a line for every step."""
    last = ""

    def tell(text: str, share: float) -> None:
        nonlocal last
        short = text.split(":")[0]  # not every second of a download
        if short != last:
            print(f"crh-desktop: {short}", file=sys.stderr, flush=True)
            last = short

    return Making(whole, card, tell).run()


def in_window(whole: bool, card: bool) -> Path:
    """Make it behind a small window with a bar."""
    import tkinter
    from tkinter import ttk

    root = tkinter.Tk(className="crh-desktop")
    root.title("CRH Desktop")
    root.resizable(False, False)
    with contextlib.suppress(tkinter.TclError):
        root.iconphoto(True, tkinter.PhotoImage(file="/usr/share/icons/hicolor/64x64/apps/crh-desktop.png"))
    style = ttk.Style()
    style.theme_use("clam")
    style.configure(".", background="#fafafb", foreground="#1d1f27")
    style.configure(
        "Horizontal.TProgressbar", background="#4457d6", troughcolor="#e4e6ee", bordercolor="#e4e6ee", thickness=10
    )
    root.configure(background="#fafafb")
    text = tkinter.StringVar(value="Looking for what is needed…")
    share = tkinter.DoubleVar()
    frame = ttk.Frame(root, padding=(28, 24, 28, 20))
    frame.pack()
    ttk.Label(frame, text="CRH Desktop is being set up for you", font=("TkDefaultFont", 14, "bold")).pack(anchor="w")
    why = "This happens once and needs a network. Your photos never leave this machine."
    ttk.Label(frame, text=why, padding=(0, 6, 0, 12)).pack(anchor="w")
    ttk.Progressbar(frame, variable=share, maximum=1.0, length=520).pack()
    ttk.Label(frame, textvariable=text, padding=(0, 8, 0, 12), wraplength=520).pack(anchor="w")
    news: queue.SimpleQueue[object] = queue.SimpleQueue()
    making = Making(whole, card, lambda what, how: news.put((what, how)))
    ttk.Button(frame, text="Cancel", command=making.stop).pack(anchor="e")

    def work() -> None:
        try:
            news.put(making.run())
        except CrhError as error:
            news.put(error)

    found: list[object] = []

    def look() -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                one = news.get_nowait()
                if isinstance(one, tuple):
                    text.set(one[0])
                    share.set(one[1])
                else:
                    found.append(one)
                    root.destroy()
                    return
        root.after(60, look)

    root.update_idletasks()
    left, top = (
        (root.winfo_screenwidth() - root.winfo_reqwidth()) // 2,
        (root.winfo_screenheight() - root.winfo_reqheight()) // 3,
    )
    root.geometry(f"+{left}+{top}")
    threading.Thread(target=work, daemon=True).start()
    root.protocol("WM_DELETE_WINDOW", making.stop)
    root.after(60, look)
    root.mainloop()
    if isinstance(found[0], CrhError):
        raise found[0]
    assert isinstance(found[0], Path)
    return found[0]


def remove_data() -> int:
    """Take away the environment, and after a question everything the program knows. Photos are never touched."""
    shutil.rmtree(data_home() / "environments", ignore_errors=True)
    print("The environment is gone.")
    question = f"Remove the library with all decisions and history too ({data_home()})? Your photos stay. [y/N] "
    answer = input(question) if sys.stdin.isatty() else ""
    if answer.strip().lower() in ("y", "yes", "j", "ja"):
        shutil.rmtree(data_home(), ignore_errors=True)
        print("The library is gone.")
    else:
        print(f"The library stays in {data_home()}.")
    shutil.rmtree(cache_home(), ignore_errors=True)
    return 0


def main() -> int:
    """Start the window or a command."""
    kind, words = sys.argv[1], sys.argv[2:]
    if words == ["--remove-data"]:
        return remove_data()
    set_up = words[:1] == ["--set-up"]
    card = "--card" in words[1:] if set_up else parts.has_nvidia()
    whole = kind == "command" or set_up
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    graphic = kind == "window" and not set_up and display
    place = environment()
    python = python_of(place)
    os.environ[parts.LOCK] = str(HERE / "requirements.lock")
    try:
        ready = (place / ".window").exists() and (
            not whole or (place / ".requirements").exists() or worker_is_there(place)
        )
        if not ready:
            python = in_window(whole, card) if graphic else on_terminal(whole, card)
    except CrhError as error:
        print(f"crh-desktop: {error}", file=sys.stderr)
        if graphic:
            from tkinter import Tk, messagebox

            Tk(className="crh-desktop").withdraw()
            (messagebox.showinfo if isinstance(error, Cancelled) else messagebox.showerror)("CRH Desktop", str(error))
        return 1
    if set_up:
        return 0
    module = "crh_desktop.app.main" if kind == "window" else "crh_desktop.cli.main"
    os.execv(python, [str(python), "-m", module, *words])


def worker_is_there(place: Path) -> bool:
    """Whether the window has fetched what computes; asked once, because a Python must start for the answer."""
    code = "import sys; from crh_desktop.core.program import missing_parts; sys.exit(bool(missing_parts()))"
    found = subprocess.run([str(python_of(place)), "-c", code]).returncode == 0
    if found:
        (place / ".requirements").touch()
    return found


if __name__ == "__main__":
    sys.exit(main())
