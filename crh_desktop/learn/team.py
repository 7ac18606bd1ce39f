"""Several processes that train one model together, each on its share of every batch, as torchrun starts them.

Gradients are averaged by DistributedDataParallel, the sums that centers are reassigned by are added up over all processes,
so that every one of them makes the same step and the same assignment: the result is that of one process with the same batch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed, nn

from crh_desktop.core.errors import UsageError

T = TypeVar("T")


class Team:
    """The processes of a run. rank: of this one, 0 to size - 1."""

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank, self.size = rank, size

    def own(self, rows: Tensor) -> Tensor:
        """This process's part of a batch's rows."""
        return rows if self.size == 1 else rows[self.rank :: self.size]

    def sum(self, values: Tensor) -> Tensor:
        """The sum over all processes, in place."""
        if self.size > 1:
            distributed.all_reduce(values)
        return values

    def share(self, rows: int) -> float:
        """What part of a batch these rows are, of which every process has some."""
        return 1.0 if self.size == 1 else rows / float(self.sum(torch.tensor(float(rows))))

    def first(self, work: Callable[[], T]) -> T:
        """What the first process finds, in all of them; only that one works."""
        if self.size == 1:
            return work()
        found: list[Any] = [work() if self.rank == 0 else None]
        distributed.broadcast_object_list(found, src=0)
        result: T = found[0]
        return result

    def in_turn(self, work: Callable[[], T]) -> T:
        """Let the first process work before the others, which then find what it left in the cache."""
        if self.rank:
            self.wait()
            return work()
        result = work()
        self.wait()
        return result

    def wait(self) -> None:
        """Until all processes have come here."""
        if self.size > 1:
            distributed.barrier()

    def wrapped(self, model: nn.Module, device: str) -> nn.Module:
        """The model whose gradients are averaged over all processes."""
        if self.size == 1:
            return model
        places = [torch.cuda.current_device()] if device == "cuda" else None
        # batch normalisation keeps the statistics it came with: there is nothing to send about
        return nn.parallel.DistributedDataParallel(model, device_ids=places, broadcast_buffers=False)

    def apart(self, model: nn.Module, last: bool) -> AbstractContextManager[None]:
        """Gradients of a part of a batch are only averaged with its last part."""
        if isinstance(model, nn.parallel.DistributedDataParallel) and not last:
            found: AbstractContextManager[None] = model.no_sync()
            return found
        return nullcontext()


ALONE = Team()


@contextmanager
def joined() -> Iterator[Team]:
    """The team that torchrun put this process into; alone where it was started by itself.

    Raises:
        UsageError: The processes cannot find each other.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield ALONE
        return
    place = int(os.environ.get("LOCAL_RANK", "0"))
    several = torch.cuda.is_available()
    if several:
        torch.cuda.set_device(place)
    try:
        # sums of single numbers stay on the processor, whatever the gradients do
        distributed.init_process_group("cpu:gloo,cuda:nccl" if several else "gloo")
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"The processes of this training cannot find each other: {error}") from None
    try:
        yield Team(distributed.get_rank(), size)
    finally:
        distributed.destroy_process_group()
