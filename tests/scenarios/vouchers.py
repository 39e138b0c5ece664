"""Makes the vouchers of samples and scenarios match their files again: the only module that writes them.

``python tests/scenarios/vouchers.py`` after a file was edited by hand. It rewrites size, SHA-256 and number of
records in every voucher that lies beside its file; an element that is wrong on purpose says so in a comment on its
own line and stays as it is. ``--new FILE …`` gives files that have no voucher yet one, for the reader to adapt.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "samples", ROOT / "tests" / "scenarios")
ON_PURPOSE = "<!-- wrong on purpose -->"


def pairs(folders: Iterable[Path] = FOLDERS) -> Iterator[tuple[Path, Path]]:
    """Every voucher, and the file of its name beside it where there is one."""
    for folder in folders:
        for voucher in sorted(folder.rglob("*.voucher.xml")):
            file = voucher.with_name(voucher.name.replace(".voucher.xml", ".xml"))
            if file.exists():
                yield voucher, file


def matching(voucher: str, content: bytes) -> str:
    """The voucher's text with the facts of the file; what is wrong on purpose stays."""
    facts = {"fileSize": len(content), "sha256": sha256(content).hexdigest(), "recordCount": record_count(content)}
    voucher, *digests = re.split("(?=<digests>)", voucher)
    for name, fact in facts.items():
        if fact is not None:
            voucher = re.sub(rf"(<{name}>)[^<]*(</{name}>)(?! *{ON_PURPOSE})", rf"\g<1>{fact}\g<2>", voucher)
    return voucher + "".join(digests)


def record_count(content: bytes) -> int | None:
    """How many records the file has; None when it cannot be told, because it is not XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    return sum(1 for _ in root[-1].iterchildren(etree.Element)) if len(root) else 0


def new(file: Path) -> str:
    """A first voucher for a file, from its name."""
    flow, sender, day, sequence, environment, _ = file.name.split(".")
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<v:voucher xmlns:v="urn:raas:voucher:v1">
  <flow>{flow}</flow>
  <schemaVersion>1</schemaVersion>
  <environment>{environment}</environment>
  <sender><organizationIdentification><cbeNumber>{sender}</cbeNumber></organizationIdentification></sender>
  <receiver><organizationIdentification><cbeNumber>0244640631</cbeNumber></organizationIdentification></receiver>
  <legalContext>REGISTER_MAINTENANCE</legalContext>
  <fileName>{file.name}</fileName>
  <fileSequenceNumber>{int(sequence)}</fileSequenceNumber>
  <fileCreationTimestamp>{day[:4]}-{day[4:6]}-{day[6:]}T07:30:00+01:00</fileCreationTimestamp>
  <fileSize>0</fileSize>
  <sha256>{"0" * 64}</sha256>
  <recordCount>0</recordCount>
  <processingMode>INDEPENDENT</processingMode>
</v:voucher>
"""


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--new"]:
        for file in map(Path, arguments[1:]):
            file.with_name(file.name.replace(".xml", ".voucher.xml")).write_text(new(file), encoding="utf-8")
    for voucher, file in pairs():
        said = voucher.read_text(encoding="utf-8")
        if (true := matching(said, file.read_bytes())) != said:
            voucher.write_text(true, encoding="utf-8")
            print(f"wrote {voucher.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
