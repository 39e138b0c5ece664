"""Sequence numbers of a sender: a gap parks what follows, a refused number is free, a number is used once."""

import pytest
from making import MUTUALITY, US, Record, drop, file_name, registrations, send_registrations, ssin, voucher
from reading import answer, answers, streams
from sqlalchemy import Engine, select

from raas_batch.errors import Failure
from raas_batch.intake import decide
from raas_batch.registration import stations as registration
from raas_batch.store.tables import file

ONE = [Record(ssin(0), "2020-01-01")]


def states(database: Engine, sender: str = MUTUALITY) -> list[tuple[int, str]]:
    """Sequence number and state of each file of the sender, in the order in which they were taken."""
    with database.connect() as connection:
        statement = select(file.c.sequence, file.c.state).where(file.c.sender == sender)
        return [(row.sequence, row.state) for row in connection.execute(statement.order_by(file.c.id))]


def file_id(database: Engine, state: str) -> int:
    with database.connect() as connection:
        return connection.scalars(select(file.c.id).where(file.c.state == state).order_by(file.c.id)).first()


def send_broken(home, sequence: int) -> str:
    """A file with one record that the schema refuses."""
    return send_registrations(home, MUTUALITY, sequence, [Record("1", "2020-01-01")])


def test_a_gap_parks_a_file_until_it_closes_and_then_it_goes_on_by_itself(mirror, run, database):
    name = send_registrations(mirror, MUTUALITY, 2, ONE)
    run()
    assert states(database) == [(2, "PARKED")]
    parked = answer(mirror, MUTUALITY, "ACK", name)
    assert (parked.result, parked.codes) == ("PARKED", ["RAAS0120"])
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    assert states(database) == [(2, "ANSWERED"), (1, "ANSWERED")]
    applied = [told.about.split(".")[3] for told in answers(mirror, MUTUALITY, "RSP")]
    assert applied == ["00001", "00002"]


def test_several_parked_files_go_on_in_sequence_up_to_the_next_gap(mirror, run, database):
    for sequence in (5, 3, 2):
        send_registrations(mirror, MUTUALITY, sequence, ONE)
    run()
    assert {state for _, state in states(database)} == {"PARKED"}
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    assert sorted(states(database)) == [(1, "ANSWERED"), (2, "ANSWERED"), (3, "ANSWERED"), (5, "PARKED")]
    assert [told.about.split(".")[3] for told in answers(mirror, MUTUALITY, "RSP")] == ["00001", "00002", "00003"]


def test_a_refused_number_is_free_and_what_follows_it_waits(mirror, run, database):
    send_broken(mirror, 1)
    send_registrations(mirror, MUTUALITY, 2, ONE)
    run()
    assert states(database) == [(1, "REFUSED"), (2, "PARKED")]
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    assert states(database) == [(1, "REFUSED"), (2, "ANSWERED"), (1, "ANSWERED")]


def test_a_refused_file_sent_again_unchanged_is_judged_again(mirror, run, database):
    for _ in range(2):
        send_broken(mirror, 1)
        run()
    assert states(database) == [(1, "REFUSED"), (1, "REFUSED")]
    assert [told.result for told in answers(mirror, MUTUALITY, "ACK")] == ["REFUSED", "REFUSED"]


def test_an_operator_skips_a_number_and_the_parked_file_goes_on(mirror, run, database):
    send_registrations(mirror, MUTUALITY, 2, ONE)
    run()
    decide.skip(MUTUALITY, "REG", "T", 1, "lost by its sender")
    run()
    assert states(database) == [(2, "ANSWERED")]


def test_RAAS0111_a_skipped_number_is_refused_when_it_comes_after_all(mirror, run):
    decide.skip(MUTUALITY, "REG", "T", 1, "lost by its sender")
    name = send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    assert answer(mirror, MUTUALITY, "ACK", name).codes == ["RAAS0111"]


def test_a_number_that_a_file_holds_is_not_skipped_and_none_is_skipped_twice(mirror, run):
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    with pytest.raises(Failure, match="number 1 is that of file"):
        decide.skip(MUTUALITY, "REG", "T", 1, "by mistake")
    decide.skip(MUTUALITY, "REG", "T", 2, "lost by its sender")
    with pytest.raises(Failure, match="number 2"):
        decide.skip(MUTUALITY, "REG", "T", 2, "again")


def test_an_operator_refuses_a_parked_file_and_its_number_is_free(mirror, run, database):
    name = send_registrations(mirror, MUTUALITY, 2, ONE)
    run()
    decide.refuse(file_id(database, "PARKED"), "sent by mistake, says its sender")
    refused = answer(mirror, MUTUALITY, "ACK", name)
    assert (refused.result, [finding.code for finding in refused.findings]) == ("REFUSED", ["RAAS0123"])
    assert "sent by mistake" in refused.findings[0].text
    for sequence in (2, 1):
        send_registrations(mirror, MUTUALITY, sequence, [*ONE, *ONE])
    run()
    assert sorted(states(database)) == [(1, "ANSWERED"), (2, "ANSWERED"), (2, "REFUSED")]


def test_a_duplicate_brings_back_the_first_answers_bit_for_bit(mirror, run, database):
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    outbox = mirror / "outbox" / MUTUALITY
    first = {path.name: path.read_bytes() for path in outbox.iterdir()}
    assert len(first) == 4
    for path in outbox.iterdir():
        path.unlink()
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    assert states(database) == [(1, "ANSWERED"), (1, "DUPLICATE")]
    assert {path.name: path.read_bytes() for path in outbox.iterdir()} == first
    send_registrations(mirror, MUTUALITY, 2, ONE)
    run()
    assert len(list(outbox.iterdir())) == 8


def test_a_duplicate_of_a_parked_file_brings_back_that_it_is_parked(mirror, run, database):
    for _ in range(2):
        send_registrations(mirror, MUTUALITY, 2, ONE)
        run()
    assert states(database) == [(2, "PARKED"), (2, "DUPLICATE")]
    assert [told.result for told in answers(mirror, MUTUALITY, "ACK")] == ["PARKED"]


def test_the_same_file_twice_in_one_run_is_applied_once(mirror, run, database):
    content = registrations(MUTUALITY, 1, ONE)
    for day in ("20261121", "20261122"):
        name = f"REG.{MUTUALITY}.{day}.00001.T.xml"
        drop(mirror, MUTUALITY, name, content, voucher(name, content, 1))
    run()
    assert states(database) == [(1, "ANSWERED"), (1, "DUPLICATE")]


def test_RAAS0111_another_file_under_a_used_number(mirror, run, database):
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    name = send_registrations(mirror, MUTUALITY, 1, [Record(ssin(1), "2020-01-01")])
    run()
    refused = answer(mirror, MUTUALITY, "ACK", name)
    assert (refused.result, refused.codes) == ("REFUSED", ["RAAS0111"])
    assert states(database) == [(1, "ANSWERED"), (1, "REFUSED")]


def test_every_environment_has_its_own_numbers(mirror, run, database):
    for environment in ("T", "S"):
        send_registrations(mirror, MUTUALITY, 1, ONE, environment)
    run()
    assert states(database) == [(1, "ANSWERED"), (1, "ANSWERED")]


def test_our_own_files_are_numbered_without_gaps_and_chained(mirror, run):
    for sequence in (1, 3, 2, 2, 9):
        send_registrations(mirror, MUTUALITY, sequence, ONE if sequence != 9 else [*ONE, *ONE])
        send_broken(mirror, 40 + sequence)
        send_registrations(mirror, MUTUALITY, sequence, ONE, "S")
        run()
    found = streams(mirror)
    assert {key[1:] for key in found if key[0] == MUTUALITY} == {("ACK", "T"), ("RSP", "T"), ("ACK", "S"), ("RSP", "S")}
    for (receiver, flow, _), told in found.items():
        assert [each.sequence for each in told] == list(range(1, len(told) + 1))
        previous = [None, *(each.voucher.findtext("sha256") for each in told)]
        assert [each.voucher.findtext("previousSha256") for each in told] == previous[:-1]
        for each in told:
            assert int(each.content.findtext("sequenceNumber")) == each.sequence
            assert each.voucher.findtext("flow") == flow
            ends = [
                each.content.findtext(f"{end}/organizationIdentification/cbeNumber") for end in ("sender", "receiver")
            ]
            assert ends == [US, receiver]
    assert file_name("REG", MUTUALITY, 1) in {told.about for told in found[MUTUALITY, "ACK", "T"]}


def test_a_received_file_can_be_refused_when_a_station_keeps_failing_on_it(mirror, run, database):
    send_registrations(mirror, MUTUALITY, 1, ONE)
    run()
    send_registrations(mirror, MUTUALITY, 2, ONE)
    [[received]] = registration.claim()
    decide.refuse(received, "admitting it fails, see our message of today")
    run()
    assert answers(mirror, MUTUALITY, "ACK")[-1].codes == ["RAAS0123"]
    send_registrations(mirror, MUTUALITY, 2, ONE)
    run()
    assert len(answers(mirror, MUTUALITY, "RSP")) == 2
