"""Who may use the register, and the dossier types each defined beforehand."""

import re
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select
from sqlalchemy.dialects.postgresql import insert

from raas_batch.cbe import is_cbe_number
from raas_batch.errors import Failure, WrongUse
from raas_batch.periods import EmptyPeriod, Period
from raas_batch.store.tables import dossier_type, organisation

_CODE = re.compile(r"(?=.{2,64}$)[a-zA-Z0-9][a-zA-Z0-9_:+ ]*[a-zA-Z0-9_:+]")
"""As ``DossierTypeType`` of ``xsd/v1/common.xsd``, after KSZ's InscriptionContextType."""

AUTHENTIC_SOURCE, NETWORK_SERVICE = "AUTHENTIC_SOURCE", "NETWORK_SERVICE"
ROLES = ("USER", "INTEGRATOR", AUTHENTIC_SOURCE, NETWORK_SERVICE)


class UnknownOrganisation(Failure):
    """No organisation has this CBE number."""

    def __init__(self, cbe_number: str) -> None:
        super().__init__(f"organisation {cbe_number} is not known; add it with `raas organisation add`")


def is_own_type(organisation: str, code: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a row of ``dossier_type`` is the one this organisation means by the code: others may mean another."""
    return and_(dossier_type.c.organisation == organisation, dossier_type.c.code == code)


def add(
    connection: Connection,
    cbe_number: str,
    name: str,
    role: str,
    removed_share: float | None = None,
    failed_share: float | None = None,
) -> bool:
    """Add an organisation, or change the one with this number. Returns whether it is new."""
    if not is_cbe_number(cbe_number):
        raise WrongUse(f"{cbe_number} is not a CBE number: ten digits, the first 0 or 1, the last two check digits")
    if role not in ROLES:
        raise WrongUse(f"{role} is not a role; expected {', '.join(ROLES)}")
    is_new = find(connection, cbe_number) is None
    said = {"name": name, "role": role, "guard_removed_share": removed_share, "guard_failed_share": failed_share}
    statement = insert(organisation).values(cbe_number=cbe_number, **said)
    connection.execute(statement.on_conflict_do_update(index_elements=[organisation.c.cbe_number], set_=said))
    return is_new


def find(connection: Connection, cbe_number: str) -> Row[Any] | None:
    """The organisation with this number."""
    if not is_cbe_number(cbe_number):
        return None
    return connection.execute(select(organisation).where(organisation.c.cbe_number == cbe_number)).one_or_none()


def require(connection: Connection, cbe_number: str) -> Row[Any]:
    """The organisation with this number. Raises UnknownOrganisation."""
    found = find(connection, cbe_number)
    if found is None:
        raise UnknownOrganisation(cbe_number)
    return found


def is_authentic_source(connection: Connection, cbe_number: str) -> bool:
    """Whether this is an organisation that may change the mirror."""
    found = find(connection, cbe_number)
    return found is not None and found.role == AUTHENTIC_SOURCE


def listed(connection: Connection) -> list[Row[Any]]:
    """All organisations, by number."""
    return list(connection.execute(select(organisation).order_by(organisation.c.cbe_number)))


def add_dossier_type(
    connection: Connection, cbe_number: str, code: str, label: str, begin: date, end: date | None
) -> None:
    """Define a dossier type of an organisation, or change its label and validity; both days included."""
    require(connection, cbe_number)
    if not _CODE.fullmatch(code):
        raise WrongUse(f"{code} is not a dossier type: 2 to 64 letters, digits, blanks or _:+, no blank at the ends")
    try:
        period = Period.inclusive(begin, end)
    except EmptyPeriod as error:
        raise WrongUse(str(error)) from None
    said = {"label": label, "start": period.start, "stop": period.stop}
    statement = insert(dossier_type).values(organisation=cbe_number, code=code, **said)
    key = [dossier_type.c.organisation, dossier_type.c.code]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=said))


def dossier_types(connection: Connection, cbe_number: str) -> list[Row[Any]]:
    """The dossier types of an organisation, by code."""
    require(connection, cbe_number)
    statement = select(dossier_type).where(dossier_type.c.organisation == cbe_number)
    return list(connection.execute(statement.order_by(dossier_type.c.code)))
