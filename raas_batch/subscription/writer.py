"""What daily files and base files look like as XML: the only module that writes NRP, NMU, NNE and BAS."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from json import loads
from typing import Any

from sqlalchemy import Row

from raas_batch import ahead
from raas_batch.data_groups import DATA_GROUPS, as_xml
from raas_batch.exchange.archive import Spool
from raas_batch.sending import Body
from raas_batch.store.subscriptions import NETWORK_MESSAGES, REPLACEMENTS
from raas_batch.xml.writer import Header, element, period, write_all

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def daily_file(
    subscription: Row[Any], day: date, file_class: str, covered: Sequence[str], items: Iterable[list[Any]]
) -> Body:
    """A daily file: what happened to numbers (NRP), changed data groups as far as covered (NMU), or messages (NNE).

    The items come some at a time: these are written in another thread while the next ones are fetched.
    """
    about = _about(day, subscription.legal_basis, file_class)
    if subscription.service == NETWORK_MESSAGES:
        about += f"  {element('networkService', subscription.network_service)}\n"
        return _document("nne:networkMessagesNotification", about, "messages", _each(_message, items))
    if subscription.service == REPLACEMENTS:
        return _document("nrp:ssinReplacementsNotification", about, "events", _each(_event, items))
    mutation = _mutation_for(frozenset(covered))
    return _document("nmu:mutationsNotification", about, "mutations", _each(mutation, items))


def base_file(legal_basis: str, day: date, log_number: int, continues: dict[str, int], dossiers: Iterable[Any]) -> Body:
    """A base file: dossiers as (ssin, canceled, code, [(start, stop)]), and the daily files that go on from there."""
    streams = "".join(
        f"<dailyFile>{element('flow', flow)}{element('fileSequenceNumber', number)}</dailyFile>"
        for flow, number in continues.items()
    )
    about = (
        f"{_about(day, legal_basis)}  {element('logNumber', log_number)}\n  <continuesWith>{streams}</continuesWith>\n"
    )
    return _document("bas:baseFile", about, "dossiers", (_held(*dossier) for dossier in dossiers))


def _each(written: Callable[[Any], str], items: Iterable[list[Any]]) -> Iterator[str]:
    for together in ahead.worked(items, lambda some: list(map(written, some))):
        yield from together


def _document(root: str, about: str, container: str, items: Iterable[str]) -> Body:
    prefix = root.partition(":")[0]

    def write(spool: Spool, header: Header) -> int:
        opening = f'<{root} xmlns:{prefix}="urn:raas:{prefix}:v1">'
        spool.write(f"{_DECLARATION}{opening}\n{header}\n{about}  <{container}>\n".encode())
        count = write_all(spool, items)
        spool.write(f"  </{container}>\n</{root}>\n".encode())
        return count

    return write


def _about(day: date, legal_basis: str, file_class: str | None = None) -> str:
    parts = (element("day", day), element("fileClass", file_class), element("legalBasis", legal_basis))
    return "".join(f"  {part}\n" for part in parts if part)


def _event(row: Any) -> str:
    name = row.kind.lower()
    return (
        f'    <{name} logNumber="{row.number}">{_dates(row)}{element("revokedEventId", row.revoked_event_id or None)}'
        f"{element('ssin', row.ssin)}{element('replacedBy', row.replaced_by or None)}"
        f"<dossiers>{''.join(map(_moved, loads(row.dossiers)))}</dossiers></{name}>\n"
    )


def _dates(row: Any) -> str:
    return element("eventId", row.event_id or None) + _days(row.event_date, row.day)


@lru_cache(maxsize=10_000)
def _days(event_date: str, applied_date: str) -> str:
    return element("eventDate", event_date) + element("appliedDate", applied_date)


def _moved(dossier: dict[str, Any]) -> str:
    before, after = (
        "".join(period(date.fromisoformat(start), date.fromisoformat(stop)) for start, stop in dossier[when])
        for when in ("before", "after")
    )
    of = element("ssin", dossier["ssin"]) + element("dossierType", dossier["dossierType"])
    return f"<dossier>{of}<before>{before}</before><after>{after}</after></dossier>"


def _mutation_for(covered: frozenset[str]) -> Callable[[Any], str]:
    def mutation(row: Any) -> str:
        correction = "<correction>true</correction>" if row.correction == "true" else ""
        groups = loads(row.data_groups)
        changed = [group for group in DATA_GROUPS if group in groups]
        told = "".join([as_xml(group, groups[group]) for group in changed if group in covered])
        withheld = "".join([element("dataGroup", group) for group in changed if group not in covered])
        return (
            f'    <mutation logNumber="{row.number}">{_dates(row)}{correction}'
            f"<ssin>{row.ssin}</ssin>{_dossier_types(row.dossiers)}{told}"
            f"{f'<withheld>{withheld}</withheld>' if withheld else ''}</mutation>\n"
        )

    return mutation


def _message(row: Any) -> str:
    """The payload goes out as it is kept: canonical XML already, with all its namespaces."""
    return (
        f'    <message logNumber="{row.number}">{element("messageId", row.message_id)}'
        f"{element('messageDate', row.message_date)}{element('appliedDate', row.day)}{element('ssin', row.ssin)}"
        f"{element('replacedBy', row.replaced_by or None)}{_dossier_types(row.dossiers)}"
        f"<payload>{row.payload}</payload></message>\n"
    )


@lru_cache(maxsize=10_000)
def _dossier_types(codes: str) -> str:
    """Of a list of codes in JSON: few organisations have many, and those that go together recur."""
    return f"<dossierTypes>{''.join(element('dossierType', code) for code in loads(codes))}</dossierTypes>"


def _held(ssin: str, canceled: bool, code: str, lines: Iterable[tuple[date, date]]) -> str:
    mark = ' canceled="true"' if canceled else ""
    periods = "".join(period(start, stop) for start, stop in lines)
    return f"    <dossier><ssin{mark}>{ssin}</ssin>{element('dossierType', code)}{periods}</dossier>\n"
