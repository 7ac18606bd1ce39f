"""A head on cached features: 8,000 photos, 196 classes, 64 bits, 100 epochs, beside a bare layer with the same batches."""

from __future__ import annotations

import time

import numpy as np
import torch

from crh_desktop.learn.head_training import FeatureSource, one_hot, train_head
from crh_desktop.learn.recipes import TrainSettings
from tests.benchmarks.measure import Row

PHOTOS, CLASSES, WIDTH = 8000, 196, 1280


def measure() -> list[Row]:
    """Seconds of the whole training, start and reassignments included."""
    random = np.random.default_rng(0)
    labels = np.arange(PHOTOS) % CLASSES
    means = random.standard_normal((CLASSES, WIDTH))
    features = np.maximum(means[labels] + random.standard_normal((PHOTOS, WIDTH)), 0).astype(np.float32)
    found = []
    for name, hidden in (("linear head", 0), ("one hidden layer of 1,024", 1024)):
        settings = TrainSettings(bits=64, epochs=100, hidden=hidden)
        floor = _floor(features, labels, settings)
        started = time.perf_counter()
        train_head(features, labels, CLASSES, settings)
        took = time.perf_counter() - started
        found.append(
            Row(
                f"CRH, {name}: {PHOTOS:,} photos, {CLASSES} classes, 64 bits, 100 epochs",
                f"{took:.1f} s",
                f"the bare layers with Adam, same batches: {floor:.1f} s",
                f"{took / floor:.2f}",
            )
        )
    return found


def _floor(features: np.ndarray, labels: np.ndarray, settings: TrainSettings) -> float:
    widths = [WIDTH, *([settings.hidden] if settings.hidden else []), settings.bits]
    layers: list[torch.nn.Module] = []
    for first, last in zip(widths, widths[1:], strict=False):
        layers += [torch.nn.Linear(first, last), torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    optimiser = torch.optim.Adam(net.parameters())
    source = FeatureSource(features, one_hot(labels, CLASSES), settings.batch, 0)
    started = time.perf_counter()
    for epoch in range(settings.epochs):
        for _, inputs in source.epoch(epoch):
            optimiser.zero_grad(set_to_none=True)
            net(inputs).square().mean().backward()
            optimiser.step()
    return time.perf_counter() - started
