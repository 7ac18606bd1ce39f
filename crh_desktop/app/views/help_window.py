"""Help: the pages of resources/help, as F1 opens them; links lead from one to another, none leads out."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from crh_desktop.app.icons import IconButton
from crh_desktop.app.scale import scaled
from crh_desktop.core.paths import bundled, data_dir

#: Pages in the order of the list; the first line of each is its title.
PAGES = (
    "index", "tour", "files", "library", "duplicates", "search", "history", "train", "models", "settings", "trouble",
)  # fmt: skip


def title_of(page: str) -> str:
    """The first heading of a page."""
    text = (bundled("resources") / "help" / f"{page}.md").read_text("utf-8")
    return text.splitlines()[0].lstrip("# ")


class HelpWindow(QWidget):
    """A list of pages and the chosen one beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Help"))
        self.list, self.text = QListWidget(), QTextBrowser()
        self.list.setAccessibleName(self.tr("Pages"))
        self.text.setAccessibleName(self.tr("Help"))
        self.text.setOpenLinks(False)  # a click shows a page of ours or nothing
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.list.setFixedWidth(min(scaled(270), self.screen().availableSize().width() // 3))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.text.document().setDocumentMargin(22)
        for page in PAGES:
            item = QListWidgetItem(title_of(page))
            item.setData(Qt.ItemDataRole.UserRole, page)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.back = IconButton("left", self.tr("Back"))
        self.back.setEnabled(False)
        self.back.clicked.connect(self._on_back)
        column = QVBoxLayout()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list, 1)
        layout = QHBoxLayout(self)
        layout.addLayout(column)
        layout.addWidget(self.text, 1)
        self._shown: list[str] = []
        self.list.currentItemChanged.connect(self._on_chosen)
        self.text.anchorClicked.connect(self._on_link)
        for key in (QKeySequence.StandardKey.Cancel, QKeySequence.StandardKey.Close):
            QShortcut(QKeySequence(key), self).activated.connect(self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self).activated.connect(self._on_back)
        self._settings = QSettings(str(data_dir() / "window.ini"), QSettings.Format.IniFormat)
        saved = self._settings.value("help/geometry")
        if saved is None or not self.restoreGeometry(saved):
            room = self.screen().availableSize()
            self.resize(min(scaled(880), room.width() * 9 // 10), min(scaled(640), room.height() * 9 // 10))

    @property
    def page(self) -> str:
        """The page that is shown."""
        return self._shown[-1] if self._shown else ""

    def show_page(self, page: str) -> None:
        """Show a page, and the window if it is hidden."""
        self._go(page if page in PAGES else "index")
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def _go(self, page: str) -> None:
        if page == self.page:
            return
        self._shown.append(page)
        self._fill()

    def _fill(self) -> None:
        place = bundled("resources") / "help" / f"{self.page}.md"
        self.text.setSource(QUrl.fromLocalFile(str(place)), QTextDocument.ResourceType.MarkdownResource)
        self.list.blockSignals(True)
        self.list.setCurrentRow(PAGES.index(self.page))
        self.list.blockSignals(False)
        self.back.setEnabled(len(self._shown) > 1)

    def _on_chosen(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self._go(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_link(self, url: QUrl) -> None:
        page = url.fileName().removesuffix(".md")
        if page in PAGES:
            self._go(page)

    def _on_back(self) -> None:
        if len(self._shown) > 1:
            self._shown.pop()
            self._fill()

    def showEvent(self, event: object) -> None:
        """Lay the list out again: its rows were measured before it was dressed."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.list.doItemsLayout()

    def hideEvent(self, event: object) -> None:
        """Remember the place on the screen."""
        self._settings.setValue("help/geometry", self.saveGeometry())
        super().hideEvent(event)  # type: ignore[arg-type]
