"""The models on this machine, with what each is good for in figures."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label


def flat(values: Any, prefix: str = "") -> list[tuple[str, str]]:
    """Nested figures as label and text, in their order."""
    if isinstance(values, dict):
        rows = []
        for key, value in values.items():
            rows.extend(flat(value, f"{prefix} · {key}" if prefix else str(key)))
        return rows
    text = f"{values:.3f}" if isinstance(values, float) else str(values)
    return [(prefix.replace("_", " "), text)]


class ModelsPage(QScrollArea):
    """One card for each model."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Models"))
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(14)
        layout.addWidget(title_label(self.tr("Models")))
        layout.addWidget(quiet_label(self.tr("What turns a photo into a short code. All of them run on this machine.")))
        models = self._context.library.models()
        for model in models:
            layout.addWidget(self._card(asdict(model) if is_dataclass(model) and not isinstance(model, type) else dict(model)))
        if not models:
            layout.addWidget(EmptyState(self.tr("No models"), self.tr("The starter model is not installed.")))
        layout.addStretch(1)
        self.setWidget(page)

    def _card(self, model: dict[str, Any]) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(8)
        name = QLabel(str(model.pop("name", "")))
        font = name.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        name.setFont(font)
        layout.addWidget(name)
        model.pop("path", None)
        classes = model.get("classes")
        if isinstance(classes, (list, tuple)):
            model["classes"] = f"{len(classes)}: {', '.join(map(str, classes[:12]))}" if classes else "–"
        form = QFormLayout()
        form.setHorizontalSpacing(28)
        form.setVerticalSpacing(6)
        for label, text in flat(model)[:40]:
            value = QLabel(text)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(quiet_label(label[:1].upper() + label[1:]), value)
        layout.addLayout(form)
        return card
