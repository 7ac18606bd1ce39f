"""Settings: theme, device, threads and the thumbnail cache."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Background, Context
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import display_path, size_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.app.views.scrolling import scrolling
from crh_desktop.core.paths import cache_dir


def folder_size(path: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


class SettingsPage(QWidget):
    """Saved at every change.

    Signals:
        theme_changed: (theme).
    """

    theme_changed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._measure = Background(self)
        settings = context.settings
        self.theme, self.device = QComboBox(), QComboBox()
        themes = (
            (self.tr("Follow the system"), "system"),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
            (self.tr("High contrast"), "contrast"),
        )
        devices = ((self.tr("Automatic"), "auto"), (self.tr("Processor"), "cpu"), (self.tr("Graphics card"), "cuda"))
        for text, key in themes:
            self.theme.addItem(text, key)
        for text, key in devices:
            self.device.addItem(text, key)
        self.text, self.language = QSpinBox(), QComboBox()
        self.text.setRange(80, 200)
        self.text.setSingleStep(10)
        self.text.setSuffix(" %")
        self.text.setValue(settings.text_percent)
        self.language.addItem(self.tr("Follow the system"), "")
        for name, code in (("English", "en"), ("Deutsch", "de")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.threads, self.cache = QSpinBox(), QSpinBox()
        self.threads.setRange(0, 256)
        self.threads.setSpecialValueText(self.tr("Automatic"))
        self.cache.setRange(64, 1_000_000)
        self.cache.setSuffix(" MB")
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        self.device.setCurrentIndex(max(0, self.device.findData(settings.device)))
        self.threads.setValue(settings.threads)
        self.cache.setValue(settings.cache_mb)
        self.hidden = QCheckBox(self.tr("Take hidden files and folders too"))
        self.left_out = QCheckBox(self.tr("Take folders too that are left out by default"))
        self.left_out.setToolTip(self.tr("Trash, snapshots, and previews of other programs"))
        self.watch = QCheckBox(self.tr("Watch folders while the window is open, and scan what changes"))
        self.watch.setChecked(settings.watch_folders)
        self.awake = QCheckBox(self.tr("Keep the computer awake while something runs"))
        self.battery = QCheckBox(self.tr("Wait while the computer runs on its battery"))
        self.tell = QCheckBox(self.tr("Tell when a long job has ended behind another window"))
        self.awake.setChecked(settings.keep_awake)
        self.battery.setChecked(settings.spare_battery)
        self.tell.setChecked(settings.tell_when_done)
        self.hidden.setChecked(settings.include_hidden)
        self.left_out.setChecked(settings.include_left_out)
        self._size = QLabel("…")
        clear = QPushButton(self.tr("Clear thumbnails"))
        place = QLabel(display_path(str(cache_dir())))
        place.setWordWrap(True)
        used = QHBoxLayout()
        used.setSpacing(16)
        used.addWidget(self._size)
        used.addWidget(clear)
        used.addStretch(1)
        self.worker, self.own = QLabel(), QPushButton(self.tr("Use the window's own"))
        self.worker.setWordWrap(True)
        self.own.setProperty("link", True)
        worker = QHBoxLayout()
        worker.addWidget(self.worker)
        worker.addWidget(self.own)
        worker.addStretch(1)
        inside = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(14)
        layout.addWidget(title_label(self.tr("Settings")))
        for heading, rows in (
            (
                self.tr("Appearance"),
                [
                    (self.tr("&Theme"), self.theme),
                    (self.tr("Te&xt size"), self.text),
                    (self.tr("&Language"), self.language),
                ],
            ),  # fmt: skip
            (
                self.tr("Work"),
                [
                    (self.tr("&Device"), self.device),
                    (self.tr("T&hreads"), self.threads),
                    (self.tr("Environment"), worker),
                    ("", self.awake),
                    ("", self.battery),
                    ("", self.tell),
                ],
            ),  # fmt: skip
            (
                self.tr("Scanning"),
                [("", self.watch), ("", self.hidden), ("", self.left_out)],
            ),
            (
                self.tr("Cache"),
                [(self.tr("&Most space"), self.cache), (self.tr("Place"), place), (self.tr("Used"), used)],
            ),
        ):
            card = QFrame()
            card.setProperty("card", True)
            form = QFormLayout(card)
            form.setContentsMargins(22, 16, 22, 16)
            form.setHorizontalSpacing(28)
            form.setVerticalSpacing(12)
            form.addRow(quiet_label(heading))
            for label, field in rows:  # type: ignore[attr-defined]
                if not label:  # a check box is its own caption
                    form.addRow(field)  # type: ignore[call-overload]
                    continue
                caption = QLabel(label)
                caption.setMinimumWidth(scaled(110))
                form.addRow(caption, field)  # type: ignore[call-overload]
                if isinstance(field, (QComboBox, QSpinBox)):
                    caption.setBuddy(field)
                    field.setMinimumHeight(32)
                    field.setAccessibleName(label.replace("&", ""))
                    field.setFixedWidth(scaled(240))
            layout.addWidget(card)
        layout.addWidget(
            quiet_label(
                self.tr(
                    "Text size and language count from the next start, device and threads from the next start of the "
                    "worker, folders from the next scan."
                )
            )
        )
        layout.addStretch(1)
        self.theme.currentIndexChanged.connect(self._on_theme_changed)
        self.device.currentIndexChanged.connect(self._on_value_changed)
        self.text.valueChanged.connect(self._on_value_changed)
        self.language.currentIndexChanged.connect(self._on_value_changed)
        self.threads.valueChanged.connect(self._on_value_changed)
        self.cache.valueChanged.connect(self._on_value_changed)
        for box in (self.watch, self.awake, self.battery, self.tell):
            box.toggled.connect(self._on_value_changed)
        self.hidden.toggled.connect(self._on_value_changed)
        self.left_out.toggled.connect(self._on_value_changed)
        clear.clicked.connect(self._on_clear_clicked)
        self.own.clicked.connect(self._on_own_clicked)
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._measure.done.connect(self._on_measured)

    def refresh(self) -> None:
        """Measure the cache again, and tell where the worker runs."""
        python = self._context.settings.worker_python
        self.worker.setText(display_path(python) if python else self.tr("The window's own"))
        self.own.setVisible(bool(python))
        self._measure.start(lambda: folder_size(cache_dir()))

    def _on_measured(self, size: Any) -> None:
        self._size.setText(size_text(int(size)))

    def _on_theme_changed(self, place: int) -> None:
        self._on_value_changed(0)
        self.theme_changed.emit(self.theme.currentData())

    def _on_value_changed(self, value: int | bool) -> None:
        self._context.save_settings(
            dataclasses.replace(
                self._context.settings,
                theme=self.theme.currentData(),
                device=self.device.currentData(),
                text_percent=self.text.value(),
                language=self.language.currentData(),
                threads=self.threads.value(),
                cache_mb=self.cache.value(),
                watch_folders=self.watch.isChecked(),
                keep_awake=self.awake.isChecked(),
                spare_battery=self.battery.isChecked(),
                tell_when_done=self.tell.isChecked(),
                include_hidden=self.hidden.isChecked(),
                include_left_out=self.left_out.isChecked(),
            )  # fmt: skip
        )

    def _on_own_clicked(self) -> None:
        self._context.run_worker_in("")
        self.refresh()

    def _on_clear_clicked(self) -> None:
        # Ours alone, and the worker makes them again when they are looked at.
        shutil.rmtree(cache_dir() / "thumbs", ignore_errors=True)
        self._context.thumbs.clear()
        self.refresh()
