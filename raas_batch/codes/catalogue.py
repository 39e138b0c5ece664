"""Writes the reference page of the codes; the only source of ``docs/codes.md``.

``python -m raas_batch.codes.catalogue > docs/codes.md`` writes the page anew.
"""

import sys
from collections.abc import Iterable, Iterator

from raas_batch.codes.code import Code, Language
from raas_batch.codes.table import TABLE

INTRODUCTION = """\
# Codes

This page is generated from the table in `raas_batch/codes`; `raas explain CODE` shows one code at a time.

A code about a `FILE` is in the acknowledgement (ACK), a code about a `RECORD` in the verdict on that record
(RSP), with the field it concerns and never the value. `FATAL` means that the file is refused or the record is
not applied; `WARNING` asks for attention; `INFORMATION` tells what happens next.

* A refused file leaves its sequence number free: correct it and send it again under the same number.
* A record that fails is corrected and sent in a next file. An all-or-nothing file is corrected and sent again
  as a whole.
* Every date is a whole day, and both ends of a period are included.
* `RAAS0131` to `RAAS0133` and `RAAS0439` come from `raas-verify`, with which a receiver checks what the register sent.
* `MSG00000` is KSZ's own code. Codes that begin with `RAAS` are ours and stay outside the range of `MSG`.
* A code is never reused: one that retires keeps its place on this page with a note that it has retired.
"""


def render(codes: Iterable[Code] = TABLE) -> str:
    """Return the whole page in Markdown: the introduction, a table of all codes, a section for each."""
    codes = list(codes)
    return "\n".join([INTRODUCTION, *_contents(codes), *(line for code in codes for line in _section(code))])


def _contents(codes: Iterable[Code]) -> Iterator[str]:
    yield "| code | severity | scope | field | what it says |"
    yield "|---|---|---|---|---|"
    for code in codes:
        link = f"[{code.code}](#{code.code.lower()})"
        yield f"| {link} | {code.severity} | {code.scope} | {_field(code)} | {code.en.title} |"
    yield ""


def _section(code: Code) -> Iterator[str]:
    yield f"## {code.code}"
    yield ""
    yield " · ".join(filter(None, [code.severity, code.scope, _field(code)]))
    yield ""
    yield "| | what it says | what to do |"
    yield "|---|---|---|"
    for language in Language:
        text = code.text(language)
        yield f"| {language.upper()} | {text.title} | {text.remedy} |"
    yield ""


def _field(code: Code) -> str:
    return f"`{code.field}`" if code.field else ""


if __name__ == "__main__":
    # Bytes, so that the page is the same whatever the encoding of the terminal.
    sys.stdout.buffer.write(render().encode("utf-8"))
