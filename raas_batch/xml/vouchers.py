"""Reads a received voucher and writes our own: the only module that knows a voucher's XML."""

from io import BytesIO
from typing import IO

from lxml import etree

from raas_batch import codes
from raas_batch.digests import Digest, Digests
from raas_batch.findings import Finding, Findings
from raas_batch.vouchers import Voucher
from raas_batch.xml import gate, parsing, schemas
from raas_batch.xml.explain import explain
from raas_batch.xml.part import Part
from raas_batch.xml.writer import element, ends

LARGEST = 1 << 20
"""A voucher is about 1 kB, one with the digests of 1,000 dossier types 180; nothing longer is parsed."""


def read(stream: IO[bytes], findings: Findings) -> Voucher | None:
    """Parse and check a voucher; None, and findings with RAAS0101, when it does not follow its schema."""
    problems = Findings(findings.limit)
    root = _parse(stream, problems)
    if root is not None and schemas.judging("voucher").validate(root):
        return _voucher(root)
    if root is not None:
        explain(Part(root), "voucher", problems)
    for problem in problems.listed:
        text = f"the voucher: {problem.text}"
        findings.add(Finding(codes.VOUCHER, text, problem.line, problem.xpath))
    findings.total += problems.total - len(problems.listed)
    return None


def _parse(stream: IO[bytes], problems: Findings) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            problems.add(Finding(codes.VOUCHER, f"it is longer than {LARGEST} bytes"))
            return None
        return etree.fromstring(b"".join(gate.blocks(BytesIO(content))), parser)
    except gate.Refused as refused:
        problems.add(refused.finding)
    except etree.XMLSyntaxError as error:
        problems.add(parsing.syntax_finding(error.code, error.lineno, parser.error_log))
    return None


def _voucher(root: etree._Element) -> Voucher:
    def text(path: str) -> str:
        return (root.findtext(path) or "").strip()

    return Voucher(
        flow=text("flow"),
        environment=text("environment"),
        sender=text("sender/organizationIdentification/cbeNumber"),
        receiver=text("receiver/organizationIdentification/cbeNumber"),
        legal_context=text("legalContext"),
        file_name=text("fileName"),
        sequence=int(text("fileSequenceNumber")),
        created=text("fileCreationTimestamp"),
        file_size=int(text("fileSize")),
        sha256=text("sha256"),
        record_count=int(text("recordCount")),
        processing_mode=text("processingMode"),
        previous_sha256=text("previousSha256") or None,
        schema_version=int(text("schemaVersion")),
        digests=_digests(root.find("digests")),
    )


def _digests(told: etree._Element | None) -> Digests | None:
    if told is None:
        return None
    number, *each = ([(part.text or "").strip() for part in (part, *part)] for part in told)
    return Digests(int(number[0]), tuple((kind, Digest.read(int(lines), sha256)) for _, kind, lines, sha256 in each))


def written(voucher: Voucher) -> bytes:
    """The voucher as XML, in the order of its schema."""
    previous = f"  <previousSha256>{voucher.previous_sha256}</previousSha256>\n" if voucher.previous_sha256 else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<v:voucher xmlns:v="urn:raas:voucher:v1">
  <flow>{voucher.flow}</flow>
  <schemaVersion>{voucher.schema_version}</schemaVersion>
  <environment>{voucher.environment}</environment>
{ends(voucher.sender, voucher.receiver)}
  <legalContext>{voucher.legal_context}</legalContext>
  <fileName>{voucher.file_name}</fileName>
  <fileSequenceNumber>{voucher.sequence}</fileSequenceNumber>
  <fileCreationTimestamp>{voucher.created}</fileCreationTimestamp>
  <fileSize>{voucher.file_size}</fileSize>
  <sha256>{voucher.sha256}</sha256>
  <recordCount>{voucher.record_count}</recordCount>
  <processingMode>{voucher.processing_mode}</processingMode>
{previous}{_written_digests(voucher.digests)}</v:voucher>
""".encode()


def _written_digests(digests: Digests | None) -> str:
    if digests is None:
        return ""
    each = "".join(
        f"    <digest>{element('dossierType', kind)}{element('lines', own.lines)}{element('sha256', own)}</digest>\n"
        for kind, own in digests.of_dossier_types
    )
    return f"  <digests>\n    {element('logNumber', digests.log_number)}\n{each}  </digests>\n"
