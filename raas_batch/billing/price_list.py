"""The price list, a TOML file: the only module that reads it. Every price is a Decimal, as it is written.

Each tariff holds from a month on until the next one begins, so that an old month is computed with its own prices.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from raas_batch.billing.meters import METERS
from raas_batch.billing.months import Month
from raas_batch.cbe import is_cbe_number
from raas_batch.errors import Failure, WrongUse


def _cbe_number(text: str) -> str:
    if not is_cbe_number(text):
        raise ValueError("a CBE number has ten digits, the first 0 or 1, the last two check digits")
    return text


def _month(written: Any) -> Month:
    try:
        return Month.read(str(written))
    except WrongUse as wrong:
        raise ValueError(str(wrong)) from None


def _each_meter(prices: dict[str, Decimal]) -> dict[str, Decimal]:
    lacking = [name for name in METERS if name not in prices]
    unknown = [name for name in prices if name not in METERS]
    if lacking or unknown:
        complaints = ("lacks", lacking), ("has, and nobody counts,", unknown)
        raise ValueError("; ".join(f"it {verb} {', '.join(names)}" for verb, names in complaints if names))
    return prices


CbeNumber = Annotated[str, AfterValidator(_cbe_number)]
BillingMonth = Annotated[Month, BeforeValidator(_month)]
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=8)]
"""Of one unit: euros, with as many decimals as it takes."""
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
"""Euros and cents."""
Prices = Annotated[dict[str, Price], AfterValidator(_each_meter)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Integrator(_Part):
    """A service integrator that bears part of the costs, and the institutions whose use counts with its own."""

    organisation: CbeNumber
    institutions: tuple[CbeNumber, ...] = ()


class Tariff(_Part):
    """What holds from a month on: the price of each thing counted, and costs of every month that are shared."""

    begin: BillingMonth
    unit: Prices
    weight: Prices | None = None
    """How much each weighs when the costs are shared; none: what it costs."""
    infrastructure: Amount = Decimal(0)
    evolutions: Amount = Decimal(0)
    integrators: tuple[Integrator, ...] = ()

    @model_validator(mode="after")
    def _shared_by_somebody_once(self) -> Self:
        named = [number for one in self.integrators for number in (one.organisation, *one.institutions)]
        twice = sorted({number for number in named if named.count(number) > 1})
        if twice:
            raise ValueError(f"integrators names {', '.join(twice)} twice; its use counts once")
        if not named and self.infrastructure + self.evolutions:
            raise ValueError("there are costs to share and no integrators to share them")
        return self

    @property
    def weights(self) -> dict[str, Decimal]:
        """What each weighs when the costs are shared."""
        return self.unit if self.weight is None else self.weight


class Development(_Part):
    """What was made at the request of one organisation, which bears all of it."""

    month: BillingMonth
    organisation: CbeNumber
    description: Annotated[str, Field(min_length=1, max_length=200)]
    amount: Amount


class PriceList(_Part):
    """All that billing needs to know beside what was used."""

    tariffs: Annotated[tuple[Tariff, ...], Field(alias="tariff", min_length=1)]
    developments: Annotated[tuple[Development, ...], Field(alias="development")] = ()
    names: dict[CbeNumber, str] = {}
    """How statements call an organisation: the register's own name for it may change, a statement does not."""

    @model_validator(mode="after")
    def _one_tariff_a_month(self) -> Self:
        begins = [tariff.begin for tariff in self.tariffs]
        if begins != sorted(set(begins)):
            raise ValueError("each tariff begins in a later month than the one before it")
        return self

    def of(self, month: Month) -> Tariff:
        """The tariff of a month. Raises Failure when the first one begins later."""
        holding = [tariff for tariff in self.tariffs if tariff.begin <= month]
        if not holding:
            raise Failure(f"no tariff of the price list holds in {month}; its first begins in {self.tariffs[0].begin}")
        return holding[-1]


def read(path: Path | None) -> PriceList:
    """Read the price list. Raises WrongUse that says where it is wrong, what was found and what was expected."""
    if path is None:
        raise WrongUse("there is no price list; RAAS_PRICE_LIST names the file, docs/operating.md says what is in it")
    try:
        with path.open("rb") as stream:
            return PriceList.model_validate(tomllib.load(stream, parse_float=Decimal))
    except OSError as error:
        raise WrongUse(f"the price list {path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        complaints = "\n  ".join(map(_complaint, error.errors(include_url=False)))
        raise WrongUse(f"the price list {path} does not hold:\n  {complaints}") from None
    except ValueError as error:  # no TOML, or not UTF-8
        raise WrongUse(f"the price list {path} is not TOML: {error}") from None


def _complaint(found: Any) -> str:
    place = "".join(f" {part + 1}" if isinstance(part, int) else f", {part}" for part in found["loc"])[2:]
    said = found["msg"].removeprefix("Value error, ")
    value = "" if isinstance(found["input"], dict | list) else f"; found {str(found['input'])[:40]}"
    return f"{place or 'as a whole'}: {said}{value}"
