"""The ledger of decisions: sealed entries under one Merkle root, provable one by one, erasable.

Start at ``rhrt.log.ledger.Ledger``. ``rhrt.log.verifier`` is a program of its own that needs
nothing but Python. Nothing is imported here, so that commands which need no ledger do not pay
for one.
"""
