"""What training does on the GPU that is there: `make gpu-check [BENCH_ARGS="--device cpu"]`.

Device choice, autocast, the halving of batches when memory runs out, an end-to-end run, and photos a second beside the
forward-and-backward floor of the trunk alone. Weights of ResNet-34 are used if they were imported; without them the
network that is at hand, for all rows alike.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import CrhError
from crh_desktop.learn.center_rules import center_rule
from crh_desktop.learn.data import read_labelled
from crh_desktop.learn.device import amp_type, describe, pick_device
from crh_desktop.learn.fit import FitOptions, fit
from crh_desktop.learn.hashing import HashHead
from crh_desktop.learn.recipes import TrainSettings
from crh_desktop.learn.train import Training
from crh_desktop.learn.trunks import Trunk, load_trunk
from crh_desktop.learn.tuned import TunedModel, cut_for
from tests.benchmarks.measure import SHARED
from tests.fixtures.classes import make_classes

CLASSES, SIDE = 20, 224


def trunk_at_hand() -> tuple[str, Trunk]:
    """ResNet-34 if its weights were imported, else EfficientNet-Lite0."""
    try:
        return "resnet34", load_trunk("resnet34")
    except CrhError as error:
        print(f"({error})")
        return "efficientnet_lite0", load_trunk("efficientnet_lite0")


class Repeated:
    """One batch of noise over and over: no decoder, no disk."""

    def __init__(self, batch: int, batches: int) -> None:
        random = np.random.default_rng(0)
        self._pictures = torch.from_numpy(random.integers(0, 256, (batch, SIDE, SIDE, 3), dtype=np.uint8))
        self._batches = batches
        labels = random.integers(0, CLASSES, batch * batches)
        labels[:CLASSES] = np.arange(CLASSES)
        self.targets = torch.from_numpy((np.arange(CLASSES) == labels[:, None]).astype(np.uint8))

    def epoch(self, number: int):  # type: ignore[no-untyped-def]
        """See `learn.train.Source`."""
        size = len(self._pictures)
        for place in range(self._batches):
            yield torch.arange(place * size, (place + 1) * size), self._pictures


def training(
    trunk: Trunk, name: str, depth: str, device: str, amp: torch.dtype | None, batch: int, batches: int
) -> Training:
    """A run of one epoch over noise."""
    settings = TrainSettings(bits=32, epochs=1, batch=batch, assign_first=False, start_from_itq=False)
    head = HashHead(trunk.feature_dim, settings.bits)
    model = TunedModel(trunk, cut_for(name, depth), head, np.zeros(trunk.feature_dim, np.float32))
    source = Repeated(batch, batches)
    return Training(
        model, source, center_rule(settings, CLASSES), settings.objective_for(CLASSES, False), settings, device, amp
    )


def rate(run: Training, device: str) -> float:
    """Photos a second of one epoch, after a batch to warm up."""
    photos = len(run.source.targets)
    run._step(next(iter(run.source.epoch(0)))[1], run._targets[: run.settings.batch].float())
    _wait(device)
    started = time.perf_counter()
    run.run()
    _wait(device)
    return photos / (time.perf_counter() - started)


def floor(trunk: Trunk, device: str, amp: torch.dtype | None, batch: int, batches: int) -> float:
    """Photos a second of the trunk alone, forward and backward through all of it."""
    net = trunk.to(device).requires_grad_(True)
    pictures = torch.rand(batch, 3, SIDE, SIDE, device=device)
    for turn in range(batches + 1):
        if turn == 1:
            _wait(device)
            started = time.perf_counter()
        with torch.autocast(device, amp or torch.bfloat16, enabled=amp is not None):
            loss = net(pictures).float().square().mean()
        loss.backward()
        net.zero_grad(set_to_none=True)
    _wait(device)
    found = batch * batches / (time.perf_counter() - started)
    net.requires_grad_(False)
    return found


def backed_off(trunk: Trunk, name: str, device: str) -> str:
    """Ask for a batch that no memory holds, by leaving the process only a small share of it."""
    if device != "cuda":
        return "only on CUDA: there the memory of a process can be limited"
    free, total = torch.cuda.mem_get_info()
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(min(1.0, (torch.cuda.memory_reserved() + 1.5e9) / total))
    try:
        run = training(trunk, name, "all", device, None, 512, 2)
        run.run()
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    return f"512 asked, {run.micro} at a time fit in 1.5 GB; the run ended with loss {run.epochs[-1].loss:.3f}"


def end_to_end(name: str, device: str, epochs: int) -> str:
    """CRH with the last stages, from folders to a bundle."""
    with tempfile.TemporaryDirectory() as place:
        source = SHARED / "labelled" / "caltech99" / "train"
        if not source.is_dir():
            source = make_classes(Path(place) / "photos", each=20, classes=4)
        options = FitOptions("crh", 32, name, depth="last", epochs=epochs, device=device)
        with DecodePool() as pool:
            done = fit(read_labelled(source), options, Path(place) / "model", pool)
        waited = np.mean([epoch.waited for epoch in done.epochs])
        return (
            f"{len(done.info.classes)} classes, {len(done.parts.gathered.labelled.paths):,} photos, {epochs} epochs in "
            f"{done.seconds:.0f} s, validation mAP {done.info.metrics['validation_map']:.3f}; the network waited for "
            f"pictures {waited:.0%} of the time"
        )


def _wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda", help="cpu tries the check itself where no GPU is")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--batches", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=8, help="of the end-to-end run")
    chosen = parser.parse_args()
    try:
        device = pick_device(chosen.device)
    except CrhError as error:
        print(f"{error} Nothing was checked.", file=sys.stderr)
        return 1
    name, trunk = trunk_at_hand()
    print(
        f"Device: {describe(device)}; chosen by itself: {pick_device('auto')}; autocast: {amp_type(device)}; trunk: {name}\n"
    )
    print("| what | photos a second | floor: the trunk alone | ratio |\n|---|---|---|---|")
    kinds = [("float32", None)] + ([("autocast", amp_type(device))] if amp_type(device) else [])
    for kind, amp in kinds:
        least = floor(trunk, device, amp, chosen.batch, chosen.batches)
        for depth in ("last", "all"):
            run = training(trunk, name, depth, device, amp, chosen.batch, chosen.batches)
            reached = rate(run, device)
            print(f"| {depth} stages, {kind} | {reached:.0f} | {least:.0f} | {reached / least:.2f} |")
    print(f"\nMemory: {backed_off(trunk, name, device)}")
    print(f"End to end: {end_to_end(name, device, chosen.epochs)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
