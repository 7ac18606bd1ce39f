"""Models: what turns a photo into a code, and what each is good for, in words and figures."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Context
from crh_desktop.app.texts import number_text
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.app.views.elided_label import ElidedLabel
from crh_desktop.core.models import ModelInfo

#: So many class names are listed; the rest is counted.
CLASSES_SHOWN = 12


class ModelsPage(QScrollArea):
    """One card for each model; import, export and use."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._request = -1
        self._using = ""
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Models"))
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)
        context.client.cancelled.connect(lambda request_id: self._on_failed(request_id, ""))
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(title_label(self.tr("Models")), 1)
        self.take_in = QPushButton(self.tr("Import…"))
        self.take_in.clicked.connect(self._on_import_clicked)
        head.addWidget(self.take_in)
        layout.addLayout(head)
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
        head = QHBoxLayout()
        titles = {"general": self.tr("General code"), "copy": self.tr("Copy code")}
        name = ElidedLabel(titles.get(model.kind, model.name))
        font = name.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        name.setFont(font)
        head.addWidget(name, 1)
        if model.kind == "crh":
            if model.path.name == (self._context.settings.crh_model or "starter"):
                head.addWidget(quiet_label(self.tr("in use")))
            else:
                use = QPushButton(self.tr("Use"))
                use.setAccessibleName(self.tr("Use {0}").format(model.name))
                use.clicked.connect(lambda _checked=False, one=model.path.name: self._on_use_clicked(one))
                head.addWidget(use)
            export = QPushButton(self.tr("Export…"))
            export.setAccessibleName(self.tr("Export {0}").format(model.name))
            export.clicked.connect(lambda _checked=False, one=model.path.name: self._on_export_clicked(one))
            head.addWidget(export)
        layout.addLayout(head)
        promise = quiet_label(self._promise(model))
        promise.setWordWrap(True)
        layout.addWidget(promise)
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
        if model.kind == "copy":
            return self.tr("For all photos: which photo it is, not what it shows. Finds crops, frames and screenshots.")
        return self.tr("For photos of its own classes. It knows nothing of others: there the general code is better.")

    # --- what people do -----------------------------------------------------------------------------------------------

    def _on_use_clicked(self, name: str) -> None:
        if not self._context.may_begin():
            return
        self._using = name
        self._request = self._context.client.use_model(name)

    def _on_import_clicked(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Take in a model"), "", self.tr("Models and weights (*.crhmodel *.safetensors *.pth *.pt)")
        )
        if path:
            self._request = self._context.client.import_model(path)

    def _on_export_clicked(self, name: str) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, self.tr("Write the model as one file"), f"{name}.crhmodel")
        if path:
            self._request = self._context.client.export_model(name, path)

    def _on_finished(self, request_id: int, result: object) -> None:
        if request_id != self._request or not isinstance(result, dict):
            return
        self._request = -1
        if "hashed" in result:
            # the worker wrote the settings; ours, saved next, must not take the choice back
            self._context.settings = replace(self._context.settings, crh_model=self._using)
            text = self.tr("{0} is in use; {1} photos got its code.").format(self._using, number_text(result["hashed"]))
        elif "imported" in result:
            text = self.tr("Taken in: {0}").format(result["name"])
        else:
            text = self.tr("Written: {0}").format(result["path"])
        self._context.message.emit(text)
        self.refresh()

    def _on_failed(self, request_id: int, error: str) -> None:
        if request_id == self._request:
            self._request = -1
            if error:
                self._context.message.emit(error)

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
