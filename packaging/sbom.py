"""Tidy a CycloneDX bill of materials: digests belong to their component, addresses of an index and line numbers to nobody."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(file: Path) -> None:
    """Rewrite the file in place."""
    told = json.loads(file.read_text("utf-8"))
    told["metadata"].pop("tools", None)
    names = {}
    for one in told["components"]:
        names[one["bom-ref"]] = one["bom-ref"] = f"{one['name']}=={one.get('version', '')}"
        one.pop("description", None)
        found = {
            (digest["alg"], digest["content"])
            for place in one.pop("externalReferences", ())
            for digest in place.get("hashes", ())
        }
        one["properties"] = [
            {"name": "hash of a file", "value": f"{kind}:{content}"} for kind, content in sorted(found)
        ]
    for line in told.get("dependencies", ()):
        line["ref"] = names.get(line["ref"], line["ref"])
        if "dependsOn" in line:
            line["dependsOn"] = sorted(names.get(ref, ref) for ref in line["dependsOn"])
    file.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
