"""Bring the translations up to date: `python packaging/translations.py`, with the tools of PySide6.

Collects every text of the window, and those that the core says in English and the window translates, into
resources/translations/crh_*.ts, and compiles these to .qm. Texts that are gone are dropped, new ones are left open and
listed; translate them in the .ts file (Qt Linguist, or any editor) and run this again. `--check` changes nothing.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
#: Modules of the core whose texts go through a function named `translate`, with the context the window gives them.
SPOKEN = {
    "core/matching/words.py": "Evidence",
    "core/matching/rating.py": "Strictness",
    "app/views/evidence_panel.py": "Evidence",
    "app/views/verdict_view.py": "Verdict",
}
LANGUAGES = ("de",)


def spoken_texts(module: Path) -> list[str]:
    """Texts that a module of the core hands to `translate`, and all values of its tables of words."""
    found: list[str] = []
    tree = ast.parse(module.read_text("utf-8"))
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translate":
            values = node.args
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            values = [key for key in node.value.keys if key is not None] + node.value.values
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, (ast.Tuple, ast.IfExp)):
            values = [node.value]
        for value in values:
            for one in ast.walk(value):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and any(map(str.isalpha, one.value)):
                    found.append(one.value)
    return list(dict.fromkeys(found))


def main(check: bool) -> int:
    """Update and compile, or with `check` only tell what is not translated; 1 if something is not."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    spoken = build / "spoken.py"
    lines = ["from PySide6.QtCore import QCoreApplication"]
    for name, context in SPOKEN.items():
        for text in spoken_texts(ROOT / "crh_desktop" / name):
            lines.append(f"QCoreApplication.translate({context!r}, {text!r})")
    spoken.write_text("\n".join(lines) + "\n", "utf-8")
    sources = [str(path) for path in sorted((ROOT / "crh_desktop" / "app").rglob("*.py"))]
    tools = Path(sys.executable).parent
    missing = 0
    for language in LANGUAGES:
        file = FOLDER / f"crh_{language}.ts"
        if check:
            file = Path(shutil.copy(file, build))
        subprocess.run(
            [tools / "pyside6-lupdate", "-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language",
             language, *sources, str(spoken), "-ts", str(file)],
            check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        subprocess.run(
            [tools / "pyside6-lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm"))], check=True
        )
        for message in ElementTree.parse(file).getroot().iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") == "unfinished":
                missing += 1
                print(f"{language}: {message.findtext('source')!r}")
    print(f"{missing} texts are not translated")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
