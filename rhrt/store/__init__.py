"""What is kept: conversations, decisions as screens list them, accounts, and the ledger's rows.

Start at ``rhrt.store.database.Store``; the small classes ``Conversations``, ``Decisions``,
``Accounts``, ``Sessions`` and ``Looks``, each in a module of its name, take a store. Nothing is
imported here, so that commands which need no database do not pay for one.
"""
