"""Holds a document against its voucher while it is read: header and number of records."""

from collections.abc import Iterable, Iterator

from raas_batch import codes
from raas_batch.findings import Finding, Findings
from raas_batch.vouchers import Voucher
from raas_batch.xml.part import Element
from raas_batch.xml.shape import Batch


def compared(batches: Iterable[Batch], voucher: Voucher, findings: Findings) -> Iterator[Batch]:
    """Pass the batches on; what the document says otherwise than its voucher goes to ``findings``."""
    for number, batch in enumerate(batches):
        if number == 0:
            findings.add_all(_differences(batch.root, voucher))
        yield batch
        if batch.is_last and batch.following != voucher.record_count:
            text = f"the voucher promises {voucher.record_count} records, the file has {batch.following}"
            findings.add(Finding(codes.RECORD_COUNT, text))


def _differences(root: Element, voucher: Voucher) -> Iterator[Finding]:
    """An element that is missing, or holds no number where one must stand, is the schema's business."""
    promised = {
        "sender/organizationIdentification/cbeNumber": voucher.sender,
        "receiver/organizationIdentification/cbeNumber": voucher.receiver,
        "legalContext": voucher.legal_context,
        "sequenceNumber": str(voucher.sequence),
    }
    for path, expected in promised.items():
        element = root.find(path)
        found = None if element is None else (element.text or "").strip()
        if path == "sequenceNumber" and found is not None:
            found = str(int(found)) if found.isdecimal() else None
        if element is not None and found is not None and found != expected:
            text = f"{path.partition('/')[0]} is not the one of the voucher"
            yield Finding(codes.HEADER_DIFFERS, text, element.sourceline, f"/*/{path}")
