"""What a line of the log says of how fast a station was."""

from raas_batch.log import rate


def test_a_rate_is_told_in_seconds_records_and_megabytes() -> None:
    assert rate(10_000, 2_500_000, 0.5) == {"seconds": 0.5, "records_per_second": 20_000, "megabytes_per_second": 5.0}


def test_what_has_no_records_and_no_bytes_has_no_rate() -> None:
    assert rate(None, 0, 0.25) == {"seconds": 0.25}


def test_a_clock_that_stood_still_divides_nothing_by_zero() -> None:
    assert rate(1, None, 0.0)["records_per_second"] == 1_000_000
