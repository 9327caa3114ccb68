"""Notices that go out by mail: a row written with the deed, sent by a worker, never lost and never telling anything.

``outbox.services.post`` is what the apps call.
"""
