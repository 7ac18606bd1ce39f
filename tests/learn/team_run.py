"""A short training on the sample photos, alone or in a team: what `test_team.py` starts. The first process writes its end."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

from crh_desktop.learn.head_training import head_run, one_hot
from crh_desktop.learn.recipes import TrainSettings, settings_for
from crh_desktop.learn.team import joined
from crh_desktop.learn.train import Training
from crh_desktop.learn.trunks import load_trunk
from crh_desktop.learn.tuned import PictureSource, TunedModel, cut_for
from tests.fixtures.samples import originals

METHOD, COUNT, BATCH = sys.argv[2], 26, 8


def main() -> None:
    torch.set_num_threads(1)
    # in double precision: what is compared is the method, and not how a processor rounds a batch of another size
    torch.set_default_dtype(torch.float64)
    torch.Tensor.float = torch.Tensor.double  # type: ignore[method-assign]
    settings = settings_for(METHOD, TrainSettings(bits=16, epochs=2, batch=BATCH, seed=3))
    files = originals()[:COUNT]
    targets = one_hot(np.arange(COUNT) % 4, 4)
    features = np.random.default_rng(0).standard_normal((COUNT, 1280))
    with joined() as team:
        start, mean = head_run(features, targets, settings)  # type: ignore[arg-type]  # double, see above
        trunk = load_trunk("efficientnet_lite0")
        model = TunedModel(trunk, cut_for("efficientnet_lite0", "last"), start.model, mean)  # type: ignore[arg-type]
        model.double()
        source = PictureSource(files, targets, settings.batch, settings.seed, 1, team)
        training = Training(model, source, start.centers, start.objective, settings, validate=lambda: 0.5, team=team)
        before = model.trunk.state_dict()["_conv_head.weight"].clone()
        with torch.random.fork_rng(devices=[]):
            training.run()
        if team.rank == 0:
            found = {name: value.detach() for name, value in model.state_dict().items()}
            found["centers"] = torch.from_numpy(training.centers.matrix().detach().numpy().copy()).float()
            found["losses"] = torch.tensor([[one.loss, float(one.moved)] for one in training.epochs])
            found["went"] = (found["trunk._conv_head.weight"] - before).abs().max()
            found["size"] = torch.tensor(team.size)
            torch.save(found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
