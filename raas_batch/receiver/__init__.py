"""The receiver's tool ``raas-verify``: checks the files that the register sent, and keeps a copy from them.

It runs at a partner's, with no register, database or Airflow near: nothing here may need them.
"""
