"""A pair of photos with the buttons that say how to look at it; the pictures come from the worker, never from here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.icons import keyed_action, tint_actions
from crh_desktop.app.texts import display_name, number_text
from crh_desktop.app.thumbs import read_pixmap
from crh_desktop.app.views.action_button import toggle_button
from crh_desktop.app.views.drop_zone import quiet_label
from crh_desktop.app.views.pair_canvas import PairCanvas
from crh_desktop.app.views.pair_places import Mode
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.records import Photo
from crh_desktop.core.thumbs import thumbnail_path

#: Somebody who walks through a group with the arrow key asks for nothing large on the way.
PATIENCE_MS = 120


@dataclass(frozen=True)
class Shown:
    """One of the two photos.

    Attributes:
        title: Its name.
        detail: A few words beside the name.
        width: In pixels; 0 if not known.
        height: In pixels; 0 if not known.
        picture: A picture of our own cache to begin with.
        photo_id: Asks the worker for a larger picture; None if `picture` is all there is.
    """

    title: str
    detail: str
    width: int
    height: int
    picture: Path | None
    photo_id: int | None = None

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


def shown_photo(photo: Photo) -> Shown:
    """A photo of the library, with its thumbnail to begin with."""
    picture = thumbnail_path(photo.digest) if photo.digest else None
    return Shown(
        display_name(photo.path),
        dimensions_text(photo.width, photo.height),
        photo.width,
        photo.height,
        picture,
        photo.id,
    )


def dimensions_text(width: int, height: int) -> str:
    """ "4,000 × 3,000", or nothing where it is not known."""
    return f"{number_text(width)} × {number_text(height)}" if width and height else ""


class PairView(QWidget):
    """The canvas and its tool buttons. Its actions belong to whoever shows it: `addActions(view.ways())`."""

    def __init__(self, context: Context, max_side: int = 1200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._max_side = context, max_side
        self._asked: dict[int, int] = {}
        self._shown: tuple[Shown, Shown] | None = None
        self._evidence: Evidence | None = None
        self._wanted: list[int] = []  # which of the two the worker is to be asked for
        self._had_first = False  # the first was asked for already
        self.canvas = PairCanvas()
        self._zoom = quiet_label()
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setMinimumWidth(48)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(2)
        self._bar.setContentsMargins(0, 0, 0, 0)
        modes = QActionGroup(self)
        self.side = self._action("side", self.tr("Side by side"), "B", modes)
        self.flick = self._action("flick", self.tr("One in place of the other; again for the other one"), "F", modes)
        self.divide = self._action(
            "divide", self.tr("Split by a line that moves: first left, second right"), "V", modes
        )
        self.overlay = self._action("overlay", self.tr("Difference of both"), "O", modes)
        self._bar.addSpacing(10)
        self.align = self._action("align", self.tr("Lay the second onto the first: same turn, same size"), "L")
        self.boxes = self._action("boxes", self.tr("Boxes where they differ"), "D")
        self.fit = self._action("fit", self.tr("Full size, or everything"), "Z")
        self.fit.setCheckable(False)
        self.side.setChecked(True)
        self.boxes.setChecked(True)
        self._bar.addStretch(1)
        self._bar.addWidget(self._zoom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._bar)
        layout.addWidget(self.canvas, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._ask)
        self.side.triggered.connect(self._on_mode_chosen)
        self.flick.triggered.connect(self._on_flicked)
        self.overlay.triggered.connect(self._on_mode_chosen)
        self.divide.triggered.connect(self._on_mode_chosen)
        self.align.toggled.connect(self._on_look_changed)
        self.boxes.toggled.connect(self._on_look_changed)
        self.fit.triggered.connect(self.canvas.full_size)
        self.canvas.zoomed.connect(self._on_zoomed)
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)

    def ways(self) -> list[QAction]:
        """The actions with their keys, for the page or window that shows this."""
        return [self.side, self.flick, self.divide, self.overlay, self.align, self.boxes, self.fit]

    def show_pair(self, first: Shown, second: Shown, evidence: Evidence | None) -> None:
        """Show two photos; larger pictures follow when they come.

        A first photo that stays keeps its picture, the zoom and the place, so that the others can be held against it.
        """
        if self._shown == (first, second) and self._evidence == evidence:
            return  # said again because the library grew: nothing may flicker
        stays = self._shown is not None and first.photo_id is not None and self._shown[0] == first
        self._shown, self._evidence = (first, second), evidence
        self._asked = {request: which for request, which in self._asked.items() if stays and which == 0}
        captions = [(first.title, first.detail), (second.title, second.detail)]
        sizes = [QSize(*first.pixels), QSize(*second.pixels)]
        self.canvas.show_pair(evidence, captions, sizes, stays)
        for which, one in enumerate(self._shown):
            if one.picture is not None and not self.canvas.has_picture(which):
                self.canvas.set_picture(which, read_pixmap(one.picture))
        self._wanted = [1] if stays and self._had_first else [0, 1]
        self._had_first = stays and self._had_first
        aligned = evidence is not None and evidence.matrix is not None
        self.align.setEnabled(aligned)
        self.boxes.setEnabled(aligned and bool(evidence and evidence.differences))
        self._timer.start()

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        self._asked.clear()
        self._timer.stop()
        self.canvas.show_pair(None, [("", ""), ("", "")], [QSize(), QSize()])

    @property
    def busy(self) -> bool:
        """Whether larger pictures are still to come."""
        return self._timer.isActive() or bool(self._asked)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icons again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "fit"):
            tint_actions(self.ways(), self.palette())

    def _action(self, name: str, text: str, key: str, group: QActionGroup | None = None) -> QAction:
        action = keyed_action(self, name, text, key)
        action.setCheckable(True)
        if group is not None:
            group.addAction(action)
        self._bar.addWidget(toggle_button(action))
        return action

    def _ask(self) -> None:
        if self._shown is None:
            return
        for which in self._wanted:
            photo_id = self._shown[which].photo_id
            if photo_id is not None:
                self._asked[self._context.client.picture(photo_id, self._max_side)] = which
        self._had_first = True

    def _on_finished(self, request_id: int, result: object) -> None:
        which = self._asked.pop(request_id, None)
        if which is not None and isinstance(result, dict) and "path" in result:
            self.canvas.set_picture(which, read_pixmap(result["path"]))

    def _on_failed(self, request_id: int, error: str) -> None:
        which = self._asked.pop(request_id, None)
        if which is not None:
            self.canvas.say(which, error)

    def _on_mode_chosen(self) -> None:
        modes = ((self.overlay, Mode.OVERLAY), (self.divide, Mode.SPLIT))
        self.canvas.set_mode(next((mode for action, mode in modes if action.isChecked()), Mode.SIDE))

    def _on_flicked(self) -> None:
        if self.canvas.mode is Mode.FLICK:
            self.canvas.flick()
        else:
            self.canvas.set_mode(Mode.FLICK)

    def _on_look_changed(self, on: bool) -> None:
        self.canvas.aligned, self.canvas.boxes = self.align.isChecked(), self.boxes.isChecked()
        self.canvas.update()

    def _on_zoomed(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom:.1f}×" if zoom > 1 else "")
