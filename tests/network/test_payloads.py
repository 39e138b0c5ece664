"""What becomes of a payload: it arrives as it was sent, or it fails its own record, with place and reason."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from making import FUND, MUTUALITY, NETWORK, Message, dimona, drop, file_name, messages, send_messages, voucher
from network.conftest import AN, heard
from reading import answer
from subscription.conftest import emit

from raas_batch.store import organisations, services
from raas_batch.store.engine import engine
from raas_batch.xml.canonical import canonical
from raas_batch.xml.schemas import Given

Run = Callable[[], None]
XSI = "http://www.w3.org/2001/XMLSchema-instance"

ANYTHING = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="urn:any" targetNamespace="urn:any">
  <xs:element name="any" type="a:AnyType"/>
  <xs:complexType name="AnyType" mixed="true">
    <xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></xs:sequence>
    <xs:anyAttribute processContents="skip"/>
  </xs:complexType>
  <xs:complexType name="MoreType" mixed="true"><xs:complexContent><xs:extension base="a:AnyType">
    <xs:attribute name="more"/></xs:extension></xs:complexContent></xs:complexType>
</xs:schema>"""


def exclusive(element: etree._Element) -> bytes:
    """What is the same of two documents that say the same: W3C's exclusive canonical form, without comments."""
    alone = etree.fromstring(etree.tostring(element, encoding="UTF-8", with_tail=False))
    return etree.tostring(alone, method="c14n", exclusive=True, with_comments=False)


@pytest.fixture
def anything(known: Path, subscribe: Callable[..., int]) -> Path:
    """A service whose schema takes whatever stands in one element; the Mutuality hears of it."""
    with engine().begin() as connection:
        services.add(connection, "ANY", "Anything", NETWORK, Given((("any.xsd", ANYTHING),)))
    subscribe(MUTUALITY, "ANY")
    return known


PAYLOADS = {
    "a prefix": '<a:any xmlns:a="urn:any" b="1" a="2"><x/><y></y></a:any>',
    "a default namespace, and none": '<any xmlns="urn:any"><x xmlns=""><y/></x></any>',
    "white space, tabs and line ends": '<a:any xmlns:a="urn:any">  one\n\ttwo \r\n<x q=" a  b&#10;c&#9;d "/> </a:any>',
    "references and CDATA": '<a:any xmlns:a="urn:any">&lt;&amp;&gt;&#13;<![CDATA[<x> & ]]&gt;]]>&quot;</a:any>',
    "letters of all kinds": '<a:any xmlns:a="urn:any" é="ß">Zoé Łukasz 𝄞 עברית</a:any>',
    "a prefix in a value": f'<a:any xmlns:a="urn:any" xmlns:q="urn:q" xmlns:i="{XSI}"><x i:type="q:T">q:v</x></a:any>',
    "a type in a derived form": f'<a:any xmlns:a="urn:any" xmlns:i="{XSI}" i:type="a:MoreType" more="1"/>',
    "the prefix of our own file": '<a:any xmlns:a="urn:any"><nne:x xmlns:nne="urn:elsewhere"/></a:any>',
    "a language and spaces kept": '<a:any xmlns:a="urn:any" xml:lang="nl" xml:space="preserve"> x </a:any>',
}


@pytest.mark.parametrize("sent", PAYLOADS.values(), ids=list(PAYLOADS))
def test_a_payload_arrives_as_it_was_sent(anything: Path, run: Run, today: date, sent: str) -> None:
    send_messages(anything, 1, [Message("M1", AN, payload=sent, network_service="ANY")])
    run()
    emit(today)
    [message] = heard(anything, MUTUALITY)
    [received] = message.find("payload")
    assert exclusive(received) == exclusive(etree.fromstring(sent))


def test_a_prefix_that_is_declared_anywhere_above_a_payload_means_the_same_when_it_arrives(
    anything: Path, run: Run, today: date
) -> None:
    """Of root, container, record and payload element, each declares one."""
    sent = f'<a:any xmlns:i="{XSI}" i:type="a:MoreType">q:of-container r:of-record</a:any>'
    content = messages(1, [Message("M1", AN, payload=sent, network_service="ANY")])
    for true, false in (
        (b"<net:messagesRequest ", b'<net:messagesRequest xmlns:a="urn:any" '),
        (b"<messages>", b'<messages xmlns:q="urn:q">'), (b"<payload>", b'<payload xmlns:r="urn:r">'),
    ):  # fmt: skip
        content = content.replace(true, false)
    name = file_name("NET", NETWORK, 1)
    drop(anything, NETWORK, name, content, voucher(name, content, 1))
    run()
    emit(today)
    [message] = heard(anything, MUTUALITY)
    [received] = message.find("payload")
    in_file = etree.fromstring(content).find("messages/message/payload")[0]
    assert exclusive(received) == exclusive(in_file)
    assert {prefix: received.nsmap.get(prefix) for prefix in "aqri"} == {
        "a": "urn:any", "q": "urn:q", "r": "urn:r", "i": XSI,
    }  # fmt: skip


def test_a_comment_does_not_travel_and_an_instruction_refuses_the_file(anything: Path, run: Run, today: date) -> None:
    with_comment = '<a:any xmlns:a="urn:any">one<!-- not said -->two</a:any>'
    send_messages(anything, 1, [Message("M1", AN, payload=with_comment, network_service="ANY")])
    with_instruction = '<a:any xmlns:a="urn:any">one<?do something?>two</a:any>'
    refused = send_messages(anything, 2, [Message("M2", AN, payload=with_instruction, network_service="ANY")])
    run()
    emit(today)
    [message] = heard(anything, MUTUALITY)
    assert message.find("payload")[0].text == "onetwo"
    [finding] = answer(anything, NETWORK, "ACK", refused).findings
    assert (finding.code, finding.line) == ("RAAS0211", 8)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=8)
names = st.sampled_from(["x", "y", "p:x", "q:y"])


def opened(name: str, attributes: dict[str, str], inside: str) -> str:
    written = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>"


def _quoted(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'


elements = st.recursive(
    texts.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
    lambda inner: st.builds(
        opened, names, st.dictionaries(names, texts, max_size=2), st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(inside=elements, above=st.sampled_from(["", ' xmlns="urn:default"', ' xmlns:nne="urn:x"']))
@example(inside='<x xmlns:p="urn:again"><p:y p:z="1"/></x>', above="")
def test_what_is_kept_of_a_payload_is_canonically_the_same_wherever_it_stands(inside: str, above: str) -> None:
    a = f'<r{above} xmlns:p="urn:p" xmlns:q="urn:q"><a:any xmlns:a="urn:any">{inside}</a:any> after</r>'
    payload = etree.fromstring(a.encode())[0]
    kept = canonical(payload)
    assert kept is not None
    there = etree.fromstring(f'<nne:n xmlns:nne="urn:raas:nne:v1"><payload>{kept}</payload></nne:n>'.encode())[0][0]
    assert exclusive(there) == exclusive(payload)
    one, other = (etree.tostring(each, encoding="unicode", with_tail=False) for each in (there, payload))
    assert etree.canonicalize(one) == etree.canonicalize(other), "and by C14N 2.0, which is no part of libxml2"
    assert {"p": "urn:p", "q": "urn:q"}.items() <= there.nsmap.items()


# Payloads that fail their record


WRONG = {
    "another service": (Message("M1", AN, network_service="DMFA"), "RAAS0421"),
    "another namespace": (Message("M1", AN, payload='<d:dimonaMutation xmlns:d="urn:x"/>'), "RAAS0423"),
    "no namespace": (Message("M1", AN, payload="<dimonaMutation/>"), "RAAS0423"),
    "a relative namespace": (
        Message("M1", AN, payload='<a:any xmlns:a="urn:any" xmlns:b="b"/>', network_service="ANY"), "RAAS0423",
    ),
    "an element that is missing": (
        Message("M1", AN, payload=dimona(AN).replace("<dimonaNumber>123456789012</dimonaNumber>", "")), "RAAS0424",
    ),
    "an element that is no root": (
        Message("M1", AN, payload='<d:worker xmlns:d="urn:raas:dimona:v1"/>'), "RAAS0424",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "code"), WRONG.values(), ids=list(WRONG))
def test_a_payload_that_is_wrong_fails_its_record_and_not_the_file(
    anything: Path, subscribe: Callable[..., int], run: Run, today: date, wrong: Message, code: str
) -> None:
    subscribe(MUTUALITY)
    name = send_messages(anything, 1, [Message("M0", AN), wrong, Message("M2", AN)])
    run()
    emit(today)
    told = [verdict.code for verdict in answer(anything, NETWORK, "RSP", name).verdicts]
    assert told == ["MSG00000", code, "MSG00000"]
    assert [each.findtext("messageId") for each in heard(anything, MUTUALITY)] == ["M0", "M2"]


def test_a_service_of_another_sender_fails_the_record(known: Path, run: Run) -> None:
    other = "0206000185"
    with engine().begin() as connection:
        organisations.add(connection, other, "Other", "NETWORK_SERVICE")
    name = send_messages(known, 1, [Message("M1", AN)], sender=other)
    run()
    assert [verdict.code for verdict in answer(known, other, "RSP", name).verdicts] == ["RAAS0422"]


def test_a_finding_tells_line_place_and_what_was_expected_and_no_value(known: Path, run: Run) -> None:
    wrong = dimona(AN).replace(">123456789012<", ">Vandersmissen<").replace("<employer>", "\n<employer>\n")
    wrong = wrong.replace("0314595348", "80610100139").replace("</employer>", "</employer><Godelieve/>")
    name = send_messages(known, 1, [Message("M1", AN), Message("M2", AN, payload=wrong)])
    run()
    record = answer(known, NETWORK, "RSP", name).content.findall("records/record")[1]
    found = [tuple(each.text for each in finding) for finding in record.iterfind("findings/finding")]
    assert [each[0] for each in found] == ["RAAS0212", "RAAS0212", "RAAS0211"]
    assert [each[1] for each in found] == ["FATAL"] * 3
    assert [each[2] for each in found] == ["9", "11", "11"]
    within = "/*/messages/*[2]/payload/*"
    assert [each[3] for each in found] == [
        f"{within}/dimonaNumber", f"{within}/employer/cbeNumber", f"{within}/Aaaaaaaaa",
    ]  # fmt: skip
    assert found[0][4] == (
        "dimonaNumber has the form Aaaaaaaaaaaaa; expected: Twelve or thirteen digits: the number under which the "
        "employment was declared first."
    )
    assert "80610100139" not in etree.tostring(record).decode()


def test_past_the_limit_of_a_file_a_finding_tells_the_place_only(
    known: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAAS_FINDING_LIMIT", "1")
    wrong = dimona(AN).replace(">IN<", ">INTO<")
    name = send_messages(known, 1, [Message(f"M{n}", AN, payload=wrong) for n in range(3)])
    run()
    texts = answer(known, NETWORK, "RSP", name).content.xpath("records/record/findings/finding/text/text()")
    assert [text.partition(";")[0] for text in texts] == [
        "mutationType has the form AAAA", *["its content is not what the schema of its service expects"] * 2,
    ]  # fmt: skip


def test_an_all_or_nothing_file_with_a_wrong_payload_tells_nobody(
    known: Path, subscribe: Callable[..., int], run: Run, today: date
) -> None:
    subscribe(FUND)
    name = send_messages(
        known, 1, [Message("M1", AN, "2024-06-01"), Message("M2", AN, payload="<x/>")], mode="ALL_OR_NOTHING"
    )
    run()
    emit(today)
    assert [verdict.code for verdict in answer(known, NETWORK, "RSP", name).verdicts] == ["RAAS0342", "RAAS0423"]
    assert heard(known, FUND) == []
