"""The language of the window: translations that ship with the program, and Qt's own for its dialogs."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crh_desktop.core.paths import bundled


def translate(application: QApplication, code: str) -> bool:
    """Speak a language from now on; windows that exist keep theirs.

    Args:
        application: Takes the translators.
        code: "de" and the like; "" follows the system, "en" needs no translation.

    Returns:
        Whether there is a translation (always for English).
    """
    locale = QLocale(code) if code else QLocale.system()
    found = True
    for name, folder in (
        ("crh", str(bundled("resources") / "translations")),
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    ):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
        elif name == "crh":
            found = locale.language() in (QLocale.Language.English, QLocale.Language.C)
    return found
