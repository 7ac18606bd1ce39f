"""The worker process: reads requests on standard input, runs one job at a time, answers short requests between batches."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import queue
import sys
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import Cancelled, CrhError, file_failure
from crh_desktop.core.library import Library
from crh_desktop.core.logs import start_log
from crh_desktop.core.memory import give_back
from crh_desktop.core.paths import cache_dir
from crh_desktop.core.progress import Progress, ProgressState
from crh_desktop.core.settings import load_settings, save_settings
from crh_desktop.core.thumbs import SIDE, thumbnail_path, trim_cache
from crh_desktop.worker import checking, comparing, jobs, model_files, protocol, teaching
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.recode import recode

SHORT = ("encode", "picture", "thumbnail", "compare", "describe", "import_model", "export_model")
#: Pictures of "Test two files" have this longest side.
COMPARED_SIDE = 1024
#: "changed" is told at most this often, in seconds, so that screens refresh calmly.
CHANGED_EVERY = 0.7
#: Epochs without other news are told at most this often, in seconds.
EPOCH_EVERY = 0.1
#: Seconds that work in hand may take to stop after the window has gone; a process that nobody hears is ended then, which
#: the library survives as it survives a power cut.
PARTING = 8.0


class Worker:
    """One library, one job at a time, and a queue of short requests."""

    def __init__(self, library_path: Path) -> None:
        settings = load_settings()
        self._library = Library.open(library_path)
        self._pool = DecodePool(settings.threads)
        self._encoders = Encoders(settings.device, settings.threads, settings.crh_model)
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)  # nothing but messages may reach the window
        self._jobs: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._short: queue.Queue[dict[str, Any]] = queue.Queue()
        self._progress: Progress | None = None
        self._running_id: object = None
        self._cancelled: set[object] = set()
        self._finish: set[object] = set()
        self._told = 0.0
        self._leaving = False

    def run(self) -> int:
        """Serve until standard input closes or `quit` comes."""
        self._send({"event": "hello", "v": protocol.VERSION, "pid": os.getpid()})
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            self._answer_short()
            try:
                message = self._jobs.get(timeout=0.02)
            except queue.Empty:
                continue
            if message is None:
                break
            self._run_job(message)
            if self._leaving:
                break
        self._pool.close()
        self._library.close()
        return 0

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._out.write(protocol.encode(message))
            self._out.flush()
        except (BrokenPipeError, ValueError):
            self._leave()  # the window is gone: finish the batch in hand and go

    def _leave(self) -> None:
        self._leaving = True
        if self._progress:
            self._progress.cancel()

    def _listen(self) -> None:
        """Take requests as they come; cancel and pause act at once, from this thread."""
        for line in sys.stdin.buffer:
            try:
                message = protocol.decode(line)
            except ValueError as error:
                logging.warning("ignored a message: %s", error)
                continue
            do = message.get("do")
            if do == "quit":
                break
            if do == "finish":
                self._finish.add(message.get("id"))
            elif do in ("cancel", "pause", "resume"):
                if do == "cancel":
                    self._cancelled.add(message.get("id"))
                if self._progress and self._running_id == message.get("id"):
                    getattr(self._progress, do)()
            elif do in SHORT:
                self._short.put(message)
            else:
                self._jobs.put(message)
        self._leave()
        self._jobs.put(None)
        # some steps cannot be interrupted (a network that is being exported, a library that is being imported)
        last = threading.Timer(PARTING, lambda: os._exit(1))
        last.daemon = True
        last.start()

    def _answer_short(self) -> None:
        while True:
            try:
                message = self._short.get_nowait()
            except queue.Empty:
                return
            self._answer(message, lambda message=message: self._short_request(message))  # type: ignore[misc]

    def _answer(self, message: dict[str, Any], work: Any) -> None:
        identity = message.get("id")
        try:
            result = work()
        except Cancelled:
            self._send({"event": "cancelled", "id": identity})
        except CrhError as error:
            self._send({"event": "failed", "id": identity, "error": str(error)})
        except OSError as error:  # a full disk, a folder that may not be written
            logging.exception("job failed")
            self._send({"event": "failed", "id": identity, "error": str(file_failure(error))})
        except Exception as error:  # ours: the window says so and the log has the rest
            logging.exception("job failed")
            self._send({"event": "failed", "id": identity, "error": f"The worker met a fault of its own: {error!r}"})
        else:
            self._send({"event": "done", "id": identity, "result": result})

    def _short_request(self, message: dict[str, Any]) -> dict[str, Any]:
        if message["do"] == "encode":
            region = tuple(message["region"]) if message.get("region") else None
            return protocol.code_to_message(jobs.encode_job(message["path"], region, self._pool, self._encoders))  # type: ignore[arg-type]
        if message["do"] == "import_model":
            kind, place = model_files.import_file(Path(message["path"]))
            return {"imported": kind, "name": place.stem, "path": str(place)}
        if message["do"] == "export_model":
            return {
                "exported": message["name"],
                "path": str(model_files.export_model(message["name"], Path(message["path"]))),
            }
        if message["do"] == "compare":
            return self._compare(message["first"], message["second"])
        photos = self._library.photos([message["photo_id"]])
        if not photos:
            raise CrhError("This photo is no longer in the library.")
        photo = photos[0]
        if message["do"] == "describe":
            return {"said": self._pool.describe(photo.path)}
        if message["do"] == "thumbnail":
            out, side = thumbnail_path(photo.digest), SIDE
        else:
            side = int(message["max_side"])
            out = cache_dir() / "pictures" / f"{photo.digest}-{side}.jpg"
        if not out.exists():
            reason = self._pool.picture(photo.path, out, side)
            if reason:
                raise CrhError(f"{os.fsdecode(photo.path)}: {reason}")
        return {"path": str(out)}

    def _compare(self, first: str, second: str) -> dict[str, Any]:
        compared = comparing.compare_job(first, second, self._pool)
        places = []
        for path, digest in zip((first, second), compared.digests, strict=True):
            out = cache_dir() / "pictures" / f"{digest}-{COMPARED_SIDE}.jpg"
            if not out.exists():
                reason = self._pool.picture(os.fsencode(path), out, COMPARED_SIDE)
                if reason:
                    raise CrhError(f"{path}: {reason}")
            places.append(str(out))
        return {
            "evidence": compared.evidence.to_json(),
            "first_picture": places[0],
            "second_picture": places[1],
            "sizes": compared.sizes,
        }

    def _run_job(self, message: dict[str, Any]) -> None:
        identity = message.get("id")
        if identity in self._cancelled:
            self._send({"event": "cancelled", "id": identity})
            return
        progress = Progress(lambda state: self._tell(identity, state), between=self._answer_short)
        self._progress, self._running_id = progress, identity
        if self._leaving:  # the window went before this began
            progress.cancel()
        try:
            self._answer(message, lambda: self._job(message, progress))
        finally:
            self._progress, self._running_id = None, None
            give_back()

    def _job(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        kinds = {
            "scan": self._scan, "survey": self._survey, "train": self._train, "use_model": self._use_model, "check": self._check,
        }  # fmt: skip
        kind = kinds.get(str(message.get("do")))
        if kind is None:
            raise CrhError(f"The worker does not know how to do {message.get('do')!r}.")
        return kind(message, progress)

    def _check(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        found = checking.check_job(self._library, os.fsencode(message["folder"]), self._pool, self._encoders, progress)
        return {
            "checked": [
                [os.fsdecode(one.path), one.state, one.digest, os.fsdecode(one.match), one.reason] for one in found
            ]
        }

    def _survey(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        folders = [str(one) for one in message.get("folders") or ()]
        return teaching.survey_job(folders, self._pool, progress, bool(message.get("keywords")))

    def _train(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        identity, last = message.get("id"), [0.0]

        def send(epoch: dict[str, Any]) -> None:
            # a head's epoch takes milliseconds: the window is told as often as it can paint
            if epoch.get("centers") or epoch.get("validation") is not None or time.monotonic() - last[0] > EPOCH_EVERY:
                last[0] = time.monotonic()
                self._send({**epoch, "id": identity})

        return teaching.teach_job(message, self._pool, progress, send, lambda: identity in self._finish)

    def _use_model(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Bring all photos to another CRH model; it is chosen only when all its codes are there."""
        settings = load_settings()
        name = str(message.get("name") or "")
        encoders = Encoders(settings.device, settings.threads, name)
        done = recode(self._library, self._pool, encoders, progress)
        save_settings(replace(load_settings(), crh_model=name))
        self._encoders = encoders
        self._send({"event": "changed", "id": message.get("id"), "what": ["photos", "models"]})
        return {"model": name, "hashed": done}

    def _scan(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        options = message.get("options") or {}
        folders = [os.fsencode(folder) for folder in message.get("folders") or ()]
        for folder in folders:
            self._library.add_folder(folder)
        wanted = jobs.ScanOptions(
            tuple(options.get("globs", ())), bool(options.get("hidden")), bool(options.get("everything"))
        )

        def changed() -> None:
            if time.monotonic() - self._told > CHANGED_EVERY:
                self._told = time.monotonic()
                self._send({"event": "changed", "id": message.get("id"), "what": ["photos", "groups"]})

        result = jobs.scan_job(self._library, folders, wanted, self._pool, self._encoders, progress, changed)
        self._send({"event": "changed", "id": message.get("id"), "what": ["photos", "groups", "folders"]})
        trim_cache(load_settings().cache_mb)
        return asdict(result)

    def _tell(self, identity: object, state: ProgressState) -> None:
        self._send({"event": "progress", "id": identity, **asdict(state)})


def main(arguments: list[str]) -> int:
    """Run the worker on a library; the window starts it as `python -m crh_desktop worker --library DIR`."""
    parser = argparse.ArgumentParser(prog="crh_desktop worker")
    parser.add_argument("--library", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    start_log("worker")
    with contextlib.suppress(KeyboardInterrupt):
        try:
            return Worker(chosen.library).run()
        except CrhError as error:
            sys.stdout.buffer.write(protocol.encode({"event": "failed", "id": None, "error": str(error)}))
            return error.exit_code
    return 130
