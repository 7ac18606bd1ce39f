"""Folders that are watched: one piece of news for many changes, and a scan when nothing else runs."""

from __future__ import annotations

import dataclasses

from crh_desktop.app.watching import FolderWatch


def test_changes_are_told_once_by_root(qtbot, tmp_path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    (one / "deep").mkdir(parents=True)
    other.mkdir()
    watch = FolderWatch()
    told: list[list[bytes]] = []
    watch.changed.connect(told.append)
    watch.watch([bytes(one), bytes(other), bytes(tmp_path / "gone")])
    try:
        # the kernel is asked in another thread: write until it has heard
        def heard() -> bool:
            (one / "deep" / "a.jpg").write_bytes(b"x" * (1 + len(told)))
            return bool(told) or watch._timer.isActive()

        qtbot.waitUntil(heard, timeout=8_000)
        qtbot.waitUntil(lambda: bool(told), timeout=8_000)
        assert told[0] == [bytes(one)]
    finally:
        watch.stop()
    assert watch._watcher is None


def test_what_the_program_itself_does_is_no_news(qtbot) -> None:
    watch = FolderWatch()
    watch._roots = [b"/photos"]
    watch._on_seen(["/photos/.crh-held/a.jpg", "/photos/.crh-part-1"])
    assert not watch._timer.isActive()
    watch._on_seen(["/photos/a.jpg", "/elsewhere/b.jpg"])
    assert watch._timer.isActive() and watch._touched == {b"/photos"}


def test_a_change_is_scanned_when_nothing_else_runs(context) -> None:
    context._on_folders_changed([b"/photos"])
    scans = [message for message in context.client.sent if message["do"] == "scan"]
    assert len(scans) == 1
    context._on_folders_changed([b"/photos"])
    assert len([message for message in context.client.sent if message["do"] == "scan"]) == 1
    context.client.handle({"event": "done", "id": scans[0]["id"], "result": {"photos": 1}})
    assert len([message for message in context.client.sent if message["do"] == "scan"]) == 2


def test_the_setting_turns_it_on_and_off(context, monkeypatch) -> None:
    asked: list[list[bytes]] = []
    monkeypatch.setattr(context.watch, "watch", asked.append)
    context.save_settings(dataclasses.replace(context.settings, watch_folders=True))
    context.save_settings(dataclasses.replace(context.settings, watch_folders=False))
    assert asked == [[b"/photos"], []]
