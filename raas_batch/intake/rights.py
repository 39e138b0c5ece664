"""What a sender may do: send this flow, under this number. The only module that judges rights."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from raas_batch import codes
from raas_batch.findings import Finding
from raas_batch.intake.flow import Flow
from raas_batch.store import files
from raas_batch.store.tables import organisation


def objections(connection: Connection, flows: Mapping[str, Flow], row: Row[Any]) -> Iterator[Finding]:
    """Yield what the sender of a file lacks to send its flow, which the voucher names, or else the file's name."""
    flow = flows.get(row.flow)
    if flow is None and row.flow is not None:
        yield Finding(codes.FLOW_NOT_TAKEN, f"the file is of flow {row.flow}, which is not taken here")
    sender = connection.execute(select(organisation).where(organisation.c.cbe_number == row.sender)).one_or_none()
    if sender is None:
        yield Finding(codes.SENDER_UNKNOWN, f"organisation {row.sender} is not known here")
    elif flow is not None and sender.role not in flow.roles:
        allowed = " or ".join(sorted(flow.roles))
        yield Finding(codes.FLOW_OUTSIDE_ROLE, f"role {sender.role} may not send {flow.code}, only {allowed} may")


def number_objections(connection: Connection, row: Row[Any], holder: Row[Any] | None) -> Iterator[Finding]:
    """Yield why a file may not have its sequence number; ``holder`` is the file that has it."""
    stream = (row.sender, row.flow, row.environment)
    if holder is not None:
        yield Finding(codes.SEQUENCE_NUMBER_USED, f"number {row.sequence} is that of a file with another content")
    elif files.is_skipped(connection, stream, row.sequence):
        yield Finding(codes.SEQUENCE_NUMBER_USED, f"number {row.sequence} was skipped by an operator")
