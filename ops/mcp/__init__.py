"""``frontdesk mcp``: search, answers and who may read what, over the Model Context Protocol.

caller.py      who calls, and what they may read
errors.py      what can be wrong with a call or a token
tokens.py      the bearer tokens of HTTP callers, kept hashed
late.py        what takes seconds to make, made at the first need
desk.py        the three things that are served, within a caller's rights
results.py showing.py readers.py   what they return
harmless.py    documents' words without what could pass for a message to a model
tools.py       the tools by name: descriptions, arguments, schemas
server.py      the protocol's server over them: progress, cancelling, errors as sentences
stdio.py http.py   the two ways in
"""
