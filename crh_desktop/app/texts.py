"""Numbers, names and codes of the core as words for people, translated here and nowhere else."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject

from crh_desktop.core.capture_time import time_in_name
from crh_desktop.core.matching import words
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.perceptual import BITS, TURNS
from crh_desktop.core.records import Counts, FolderState, Member, Photo, Tier


def display_path(path: bytes | str) -> str:
    """A path that any label can show: bytes that are no UTF-8 become "�" and line breaks become visible."""
    text = os.fsdecode(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "⏎" if character == "\n" else "·" for character in text)


def display_name(path: bytes | str) -> str:
    """The last part of a path, fit for a label."""
    return display_path(os.path.basename(path.rstrip(b"/" if isinstance(path, bytes) else "/")) or path)  # type: ignore[arg-type]


def size_text(size: int, digits: int = 1) -> str:
    """Bytes as "1.2 MB" in the person's locale."""
    return QLocale().formattedDataSize(size, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def number_text(number: int) -> str:
    """A whole number with the locale's thousands marks."""
    return QLocale().toString(int(number))


def date_text(seconds: float | None) -> str:
    """A moment without a zone, as the camera wrote it; a dash where the file says nothing."""
    if seconds is None:
        return "–"
    moment = QDateTime(datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None))  # type: ignore[call-overload]
    return str(QLocale().toString(moment, QLocale.FormatType.ShortFormat))


def duration_text(seconds: float) -> str:
    """A rough time left: nobody believes seconds of an hour."""
    if seconds < 55:
        return QCoreApplication.translate("Texts", "{0} s").format(max(1, round(seconds)))
    if seconds < 3600:
        return QCoreApplication.translate("Texts", "{0} min").format(max(1, round(seconds / 60)))
    hours, minutes = divmod(round(seconds / 60), 60)
    return QCoreApplication.translate("Texts", "{0} h {1} min").format(hours, minutes)


def tier_text(tier: Tier) -> str:
    """How two photos match, as a name."""
    return {
        Tier.IDENTICAL: QCoreApplication.translate("Texts", "Identical"),
        Tier.PIXELS: QCoreApplication.translate("Texts", "Same pixels"),
        Tier.NEAR: QCoreApplication.translate("Texts", "Near-identical"),
        Tier.SIMILAR: QCoreApplication.translate("Texts", "Similar"),
    }[tier]


def state_text(state: FolderState) -> str:
    """What the person said of a folder, as a name."""
    return {
        FolderState.NORMAL: QCoreApplication.translate("Texts", "Normal"),
        FolderState.REFERENCE: QCoreApplication.translate("Texts", "Reference"),
        FolderState.BACKUP: QCoreApplication.translate("Texts", "Backup"),
        FolderState.EXCLUDED: QCoreApplication.translate("Texts", "Excluded"),
    }[state]


def transform_text(transform: str | None) -> str:
    """What turns the keeper into this photo; empty for nothing."""
    names = {
        "rot90": QCoreApplication.translate("Texts", "turned 90°"),
        "rot180": QCoreApplication.translate("Texts", "turned 180°"),
        "rot270": QCoreApplication.translate("Texts", "turned 270°"),
        "mirror": QCoreApplication.translate("Texts", "mirrored"),
        "flip": QCoreApplication.translate("Texts", "flipped"),
        "transpose": QCoreApplication.translate("Texts", "transposed"),
        "transverse": QCoreApplication.translate("Texts", "transversed"),
    }
    return names.get(transform, transform) if transform else ""


def evidence_text(text: str) -> str:
    """A text of core/matching/words.py in the person's language."""
    return QCoreApplication.translate("Evidence", text)


def member_text(member: Member, is_keeper: bool, pixels: tuple[words.Size, words.Size] | None = None) -> str:
    """The few words under a member: what it is of the keeper.

    Args:
        member: The member.
        is_keeper: It is the keeper itself.
        pixels: Width and height of keeper and member, which tell a smaller copy.
    """
    if is_keeper:
        return kept_text(str(member.evidence.get("kept_for", "")))
    if not is_verified(member):
        return QCoreApplication.translate("Texts", "not verified")
    if member.tier == Tier.IDENTICAL:
        return QCoreApplication.translate("Texts", "same file")
    if member.tier == Tier.PIXELS:
        return QCoreApplication.translate("Texts", "same pixels")
    if member.proof is not None:
        return words.short(member.proof, evidence_text, pixels)
    if member.evidence.get("by_hand"):
        return QCoreApplication.translate("Texts", "joined by you")
    if member.tier == Tier.SIMILAR or member.distance >= BITS:
        return QCoreApplication.translate("Texts", "looks alike")
    distance = plural(Counted().bits(member.distance))
    turn = transform_text(member.transform)
    return f"{distance} · {turn}" if turn else distance


def proof_of(member: Member) -> Evidence | None:
    """What is known of a member and its keeper; of codes that only lie close, no more than the turn. None: same pixels."""
    if member.proof is not None or member.tier.rank < Tier.NEAR.rank:
        return member.proof
    return Evidence(member.tier, distance=member.distance, turn=TURNS.index(member.transform))


def is_verified(member: Member) -> bool:
    """Whether the match was checked against the keeper that is shown, not only against another member."""
    return member.evidence.get("verified") is not False


def unproven_text(member: Member) -> str:
    """Why a member is in its group, where no evidence on it and its keeper is stored."""
    if member.tier == Tier.IDENTICAL:
        return QCoreApplication.translate("Texts", "The same file: every byte is equal.")
    if member.tier == Tier.PIXELS:
        return QCoreApplication.translate(
            "Texts", "The same pixels: only the format, or the data beside the picture, differ."
        )
    if member.evidence.get("by_hand"):
        return QCoreApplication.translate("Texts", "You said that these two belong together.")
    if member.tier == Tier.SIMILAR:
        return QCoreApplication.translate("Texts", "It looks like another photo of this stack.")
    if not is_verified(member):
        return QCoreApplication.translate("Texts", "It matched another photo of the group.")
    return QCoreApplication.translate("Texts", "The perceptual codes nearly agree; the pictures were not compared yet.")


def companions_text(member: Member) -> str:
    """The files that go with a photo, or nothing."""
    names = ", ".join(display_name(path) for path in member.companions)
    return QCoreApplication.translate("Texts", "Goes with {0}.").format(names) if names else ""


def mark_refusal_text(reason: str) -> str:
    """Why a photo cannot be marked; "" for no reason."""
    return {
        "": "",
        "keeper": QCoreApplication.translate(
            "Texts", "This is the copy that stays. Choose another keeper first (Ctrl+Space on that photo)."
        ),
        "stale": QCoreApplication.translate(
            "Texts",
            "This photo or its keeper is gone or has changed since the scan. Scan again (Library, right click).",
        ),
        "kept": QCoreApplication.translate(
            "Texts", "This photo stays because another one is marked. Unmark that first."
        ),
        "reference": QCoreApplication.translate(
            "Texts", "This photo lies in a reference folder, which is never touched."
        ),
        "backup": QCoreApplication.translate("Texts", "This photo lies in a backup folder, which is never touched."),
        "excluded": QCoreApplication.translate("Texts", "This photo lies in a folder that is left out."),
        "backup_keeper": QCoreApplication.translate(
            "Texts", "Every other copy lies in a backup folder, which does not count as the copy that stays."
        ),
        "unverified": QCoreApplication.translate(
            "Texts",
            "This photo is not verified against this keeper, so it stays. Choose another keeper, or split the group.",
        ),
    }[reason]


def kept_text(reason: str) -> str:
    """What made a photo the keeper: the words under it."""
    return {
        "chosen": QCoreApplication.translate("Texts", "kept: your choice"),
        "backup": QCoreApplication.translate("Texts", "kept: no backup"),
        "away": QCoreApplication.translate("Texts", "kept: on a drive that stays"),
        "whole": QCoreApplication.translate("Texts", "kept: undamaged"),
        "fuller": QCoreApplication.translate("Texts", "kept: the fuller picture"),
        "reference": QCoreApplication.translate("Texts", "kept: reference folder"),
        "folders": QCoreApplication.translate("Texts", "kept: preferred folder"),
        "resolution": QCoreApplication.translate("Texts", "kept: more pixels"),
        "raw": QCoreApplication.translate("Texts", "kept: has its raw file"),
        "metadata": QCoreApplication.translate("Texts", "kept: has capture data"),
        "format": QCoreApplication.translate("Texts", "kept: original format"),
        "quality": QCoreApplication.translate("Texts", "kept: finer JPEG"),
        "oldest": QCoreApplication.translate("Texts", "kept: older"),
        "newest": QCoreApplication.translate("Texts", "kept: newer"),
        "largest": QCoreApplication.translate("Texts", "kept: more bytes"),
        "smallest": QCoreApplication.translate("Texts", "kept: fewer bytes"),
        "name": QCoreApplication.translate("Texts", "kept: original name"),
        "short_path": QCoreApplication.translate("Texts", "kept: shorter path"),
        "path": QCoreApplication.translate("Texts", "kept: first by path"),
    }.get(reason, QCoreApplication.translate("Texts", "suggested keeper"))


def stale_text(state: str) -> str:
    """What the disk says of a photo that is not as the library knows it."""
    return {
        "missing": QCoreApplication.translate("Texts", "no longer there"),
        "changed": QCoreApplication.translate("Texts", "changed since"),
    }[state]


class Counted(QObject):
    """Texts with a count in them: the translation tool finds those only where an object says them."""

    def bits(self, count: int) -> str:
        """Bits that differ."""
        return self.tr("%n bit(s)", "", count)

    def photos(self, count: int) -> str:
        """Photos."""
        return self.tr("%n photo(s)", "", count)

    def videos(self, count: int) -> str:
        """Videos."""
        return self.tr("%n video(s)", "", count)

    def others(self, count: int) -> str:
        """Files that are neither."""
        return self.tr("%n other file(s)", "", count)

    def pending(self, count: int) -> str:
        """Photos that were not read yet."""
        return self.tr("%n still to read", "", count)


def counts_text(counts: Counts) -> str:
    """Every file found, by kind; kinds with none are left out but photos."""
    words = Counted()
    parts = [words.photos(counts.photos)]
    if counts.videos:
        parts.append(words.videos(counts.videos))
    if counts.others:
        parts.append(words.others(counts.others))
    parts.append(size_text(counts.bytes))
    if counts.pending:
        parts.append(words.pending(counts.pending))
    return " · ".join(plural(part) for part in parts)


def plural(text: str) -> str:
    """English without its translation file: "1 photo(s)" reads "1 photo", "2 photo(s)" reads "2 photos"."""
    if "(s)" not in text:
        return text
    first = text.split(" ", 1)[0]
    return text.replace("(s)", "" if first == "1" else "s")


def counted(text: str, count: int) -> str:
    """A text with a count in it, as Qt filled it in, with the count as people write numbers."""
    return plural(text).replace(str(count), number_text(count), 1)


def _taken_text(photo: Photo) -> str:
    """When a photo was taken, and from where that is known if not from the file itself."""
    named = None if photo.taken_at is not None else time_in_name(photo.path)
    return date_text(photo.taken_at) if named is None else from_source(date_text(named), "name")


def from_source(date: str, source: str) -> str:
    """A date with where it comes from, unless the file itself or its sidecar says it."""
    words = {
        "name": QCoreApplication.translate("Texts", "from its name"),
        "takeout": QCoreApplication.translate("Texts", "from Takeout’s note"),
    }.get(source)
    return f"{date} ({words})" if words else date


def photo_facts(photo: Photo) -> list[tuple[str, str]]:
    """The lines of the info panel, as label and text."""
    unknown = "–"
    dimensions = f"{photo.width} × {photo.height}" if photo.width else unknown
    if photo.width * photo.height >= 100_000:
        dimensions += f"  ({photo.width * photo.height / 1e6:.1f} MP)"
    facts = [
        (QCoreApplication.translate("Texts", "Dimensions"), dimensions),
        (QCoreApplication.translate("Texts", "Size"), size_text(photo.size)),
        (QCoreApplication.translate("Texts", "Format"), photo.format.upper() or unknown),
        (QCoreApplication.translate("Texts", "Taken"), _taken_text(photo)),
        (QCoreApplication.translate("Texts", "Modified"), date_text(photo.mtime_ns / 1e9)),
        (QCoreApplication.translate("Texts", "Camera"), photo.camera or unknown),
        (QCoreApplication.translate("Texts", "Folder"), display_path(os.path.dirname(photo.path))),
    ]
    if photo.state != FolderState.NORMAL:
        facts.append((QCoreApplication.translate("Texts", "State"), state_text(photo.state)))
    if photo.reason:
        facts.append((QCoreApplication.translate("Texts", "Note"), photo.reason))
    if not photo.online:
        facts.append(
            (QCoreApplication.translate("Texts", "Volume"), QCoreApplication.translate("Texts", "not connected"))
        )
    return facts
