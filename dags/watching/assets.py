"""The assets DAGs are scheduled on. One watch on the inboxes serves every flow, for a claim empties them for all."""

from airflow.sdk import Asset, AssetWatcher

from dags.watching.voucher import VoucherTrigger

INBOX = Asset("raas://inbox", watchers=[AssetWatcher(name="voucher", trigger=VoucherTrigger())])
"""Something lies in an inbox."""

REFERENCE = Asset("raas://reference")
"""The mirror of the authentic sources is newer: files that waited for it may go on."""
