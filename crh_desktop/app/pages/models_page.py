"""Models: what turns a photo into a code, and what each is good for, in words and figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.core.models import ModelInfo

#: So many class names are listed; the rest is counted.
CLASSES_SHOWN = 12


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
            layout.addWidget(self._card(model))
        if not models:
            layout.addWidget(EmptyState(self.tr("No models"), self.tr("The starter model is not installed.")))
        layout.addStretch(1)
        self.setWidget(page)

    def _card(self, model: ModelInfo) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(8)
        name = QLabel(self.tr("General code") if model.kind == "general" else model.name.capitalize())
        font = name.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        name.setFont(font)
        layout.addWidget(name)
        layout.addWidget(quiet_label(self._promise(model)))
        form = QFormLayout()
        form.setHorizontalSpacing(28)
        form.setVerticalSpacing(6)
        for label, text in self.rows(model):
            value = QLabel(text)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(quiet_label(label), value)
        layout.addLayout(form)
        return card

    def _promise(self, model: ModelInfo) -> str:
        if model.kind == "general":
            return self.tr(
                "For all photos: learnt from no labels, adjusted to your own library. Search uses it by default."
            )
        return self.tr("For photos of its own classes. It knows nothing of others: there the general code is better.")

    def rows(self, model: ModelInfo) -> list[tuple[str, str]]:
        """Labels and values of a model's card, each figure beside that of the general code."""
        rows = [(self.tr("Length"), self.tr("{0} bits").format(model.bits))]
        if model.classes:
            names = ", ".join(model.classes[:CLASSES_SHOWN]) + (" …" if len(model.classes) > CLASSES_SHOWN else "")
            rows.append((self.tr("Classes"), f"{len(model.classes)}: {names}"))
        for key, label in (
            ("map_own_classes", self.tr("Search quality, its own classes")),
            ("map_among_others", self.tr("… its classes among other photos")),
            ("map_unseen_classes", self.tr("… classes it never saw")),
        ):
            if key in model.metrics:
                text = f"{model.metrics[key]:.3f}"
                beside = model.metrics.get(f"{key}_general_code")
                if beside is not None:
                    text += "   " + self.tr("(general code {0})").format(f"{beside:.3f}")
                rows.append((label, text))
        if "validation_map" in model.metrics:
            text = self.tr("{0} on {1} photos kept apart, epoch {2}").format(
                f"{model.metrics['validation_map']:.3f}",
                model.metrics.get("validation_photos", "?"),
                model.metrics.get("best_epoch", "?"),
            )
            rows.append((self.tr("While training"), text))
        if len(rows) > 2:
            rows.append((self.tr("Search quality"), self.tr("mean average precision: 1 is perfect")))
        return rows
