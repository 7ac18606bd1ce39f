"""The main window: the sidebar, the pages and the job strip."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.companion import Companion
from crh_desktop.app.context import Background, Context
from crh_desktop.app.drops import Dropped
from crh_desktop.app.icons import IconButton, icon_pixmap, themed_icon
from crh_desktop.app.pages.duplicates_page import DuplicatesPage
from crh_desktop.app.pages.first_run import FirstRunPage
from crh_desktop.app.pages.history_page import HistoryPage
from crh_desktop.app.pages.library_page import LibraryPage
from crh_desktop.app.pages.models_page import ModelsPage
from crh_desktop.app.pages.parts_page import PartsPage
from crh_desktop.app.pages.search_page import SearchPage
from crh_desktop.app.pages.settings_page import SettingsPage
from crh_desktop.app.pages.train_page import TrainPage
from crh_desktop.app.review.acting import Done
from crh_desktop.app.scale import scaled
from crh_desktop.app.theme import apply_theme
from crh_desktop.app.views.action_strip import ActionStrip
from crh_desktop.app.views.help_window import HelpWindow
from crh_desktop.app.views.job_strip import JobStrip
from crh_desktop.app.views.keys_dialog import KeysDialog
from crh_desktop.app.views.passing import let_go
from crh_desktop.app.views.viewer import Viewer
from crh_desktop.core.paths import data_dir

NAMES = ("library", "duplicates", "search", "history", "train", "models", "settings")


class MainWindow(QMainWindow):
    """Pages by Ctrl+1 to Ctrl+7; a page reads the library again when it is shown or when the library grew."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setWindowTitle("CRH Desktop")
        self.setMinimumSize(QSize(900, 560))
        self._stale = set(NAMES)
        self.pages: dict[str, Any] = {
            "library": LibraryPage(context), "duplicates": DuplicatesPage(context), "search": SearchPage(context),
            "history": HistoryPage(context),
            "train": TrainPage(context), "models": ModelsPage(context), "settings": SettingsPage(context),
        }  # fmt: skip
        self.first_run = FirstRunPage(context)
        self.parts = PartsPage(context)
        self.viewer = Viewer(context, self)
        self.stack = QStackedWidget()
        for page in (*self.pages.values(), self.first_run, self.parts):
            self.stack.addWidget(page)
        self.strip = JobStrip(context.client)
        self.action_strip = ActionStrip(context.acting)
        titles = (
            self.tr("Library"), self.tr("Duplicates"), self.tr("Search"), self.tr("History"), self.tr("Train"),
            self.tr("Models"), self.tr("Settings"),
        )  # fmt: skip
        sidebar = QFrame()
        sidebar.setProperty("sidebar", True)
        sidebar.setFixedWidth(scaled(120) + 76)
        column = QVBoxLayout(sidebar)
        column.setContentsMargins(12, 18, 12, 12)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._logo, brand = QLabel(), QLabel("CRH Desktop")
        font = brand.font()
        font.setBold(True)
        brand.setFont(font)
        head.addWidget(self._logo)
        head.addWidget(brand, 1)
        column.addLayout(head)
        column.addSpacing(14)
        self._buttons = QButtonGroup(self)
        everywhere: dict[str, QAction] = {}
        for place, (name, title) in enumerate(zip(NAMES, titles, strict=True)):
            button = IconButton(name, title)
            button.setProperty("navigation", True)
            button.setText("  " + title)
            button.setToolTip(f"{title} (Ctrl+{place + 1})")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            self._buttons.addButton(button, place)
            column.addWidget(button)
            action = QAction(title, self)
            action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
            action.triggered.connect(lambda _checked=False, button=button: button.click())
            self.addAction(action)
            everywhere[f"page-{name}"] = action
            if name == "history":
                column.addSpacing(10)
        column.addStretch(1)
        help_button = IconButton("info", self.tr("Help"))
        help_button.setProperty("navigation", True)
        help_button.setText("  " + self.tr("Help"))
        help_button.setToolTip(f"{self.tr('Help')} (F1)")
        help_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        help_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        help_button.clicked.connect(lambda: self.show_help())
        column.addWidget(help_button)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.action_strip)
        right.addWidget(self.strip)
        central = QWidget()
        whole = QHBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(sidebar)
        whole.addLayout(right, 1)
        self.setCentralWidget(central)
        self._tint()
        for name, title, key, slot in (
            ("full-screen", self.tr("View full screen"), "F11", self._on_viewer_shortcut),
            ("two-files", self.tr("Test two files…"), "Ctrl+T", self.pages["duplicates"].dialogs.test_two_files),
            ("keys", self.tr("Keys…"), "?", self.show_keys),
            ("help", self.tr("Help"), "F1", self.show_help),
        ):
            action = QAction(title, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.addAction(action)
            everywhere[name] = action
        context.keys.add(self.tr("Everywhere"), everywhere, everywhere=True)
        self.keys_dialog: KeysDialog | None = None
        self.help: HelpWindow | None = None
        self.companion = Companion(context, self)
        self.first_run.tour_wanted.connect(lambda: self.show_help("tour"))
        self._buttons.idClicked.connect(self._on_page_clicked)
        self.first_run.folders_chosen.connect(context.add_folders)
        self.parts.ready.connect(self._on_library_changed)
        self.pages["settings"].theme_changed.connect(apply_theme)
        context.library_changed.connect(self._on_library_changed)
        context.show_similar.connect(self._on_similar_wanted)
        context.show_viewer.connect(self._on_viewer_wanted)
        context.message.connect(self.strip.say)
        self.action_strip.undo_wanted.connect(self._on_undo_wanted)
        self.action_strip.history_wanted.connect(self._on_history_wanted)
        context.acting.done.connect(self._on_acted)
        context.acting.mend()
        self._settings = QSettings(str(data_dir() / "window.ini"), QSettings.Format.IniFormat)
        geometry = self._settings.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1280, 820)
        last = str(self._settings.value("page") or "library")
        self.show_page(last if last in NAMES and context.library.roots() else "library")

    def show_page(self, name: str) -> None:
        """Go to a page; the library page of an empty library is the welcome, and before that what the worker lacks."""
        self.current = name
        button = self._buttons.button(NAMES.index(name))
        button.setChecked(True)
        if name in self._stale:
            self._stale.discard(name)
            self.pages[name].refresh()
        welcome = name == "library" and not self.context.library.roots()
        page = self.first_run if welcome else self.pages[name]
        self.stack.setCurrentWidget(self.parts if name == "library" and self.parts.wanted else page)

    def show_keys(self) -> None:
        """Show all keys; each can be changed there."""
        let_go(self.keys_dialog)
        self.keys_dialog = KeysDialog(self.context.keys, self)
        self.keys_dialog.open()

    def show_help(self, page: str = "") -> HelpWindow:
        """Open the help for a page, or for where one is."""
        if self.help is None:
            self.help = HelpWindow(self)
        shown = self.stack.currentWidget()
        here = "tour" if shown is self.first_run else "trouble" if shown is self.parts else self.current
        self.help.show_page(page or here)
        return self.help

    def take(self, paths: list[bytes]) -> None:
        """Come to the front; add folders, and search with the photos that were handed over."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        folders = [path for path in paths if os.path.isdir(path)]
        files = tuple(path for path in paths if path not in folders)
        if folders:
            self.context.add_folders(folders)
        if files:
            self.show_page("search")
            self.pages["search"].take(Dropped(paths=files), [])

    def changeEvent(self, event: QEvent) -> None:
        """Tint the brand again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_logo"):
            self._tint()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place on the screen and let the worker go."""
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("page", self.current)
        self._settings.sync()
        self.viewer.hide()
        self.companion.stop()
        self.parts.stop()
        if self.help is not None:
            self.help.hide()
        self.pages["duplicates"].close_windows()
        for background in self.findChildren(Background):
            background.stop()
        self.context.close()
        super().closeEvent(event)

    def _tint(self) -> None:
        palette = self.palette()
        self._logo.setPixmap(icon_pixmap("logo", palette.color(palette.ColorRole.Highlight), 24))
        self.setWindowIcon(themed_icon("logo", palette, palette.ColorRole.Highlight))

    def _on_page_clicked(self, place: int) -> None:
        self.show_page(NAMES[place])

    def _on_library_changed(self) -> None:
        self._stale = {"library", "duplicates", "search", "models", "settings"}
        self.show_page(self.current)

    def _on_acted(self, done: Done) -> None:
        if done.kind == "copy" and done.outcome.done:
            self.context.scan()
        self._stale |= {"library", "search", "history"}
        if self.current in self._stale:
            self.show_page(self.current)

    def _on_undo_wanted(self, batch: int) -> None:
        self.pages["duplicates"].undoing.take_back(batch)

    def _on_history_wanted(self) -> None:
        self._stale.add("history")
        self.show_page("history")

    def _on_similar_wanted(self, photo_id: int) -> None:
        self.show_page("search")
        self.pages["search"].search_photo(photo_id)

    def _on_viewer_wanted(self, ids: Any, place: int) -> None:
        self.viewer.open(ids if isinstance(ids, list) else ids.tolist(), place)

    def _on_viewer_shortcut(self) -> None:
        page = self.pages[self.current]
        if hasattr(page, "open_viewer"):
            page.open_viewer()
