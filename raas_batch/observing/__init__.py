"""Tells an operator's instruments how the register stands: read from the database and the inbox, sent by OTLP.

These two are the only truth about files, so no station is instrumented; and who observes them goes on telling when
the scheduler is dead.
"""
