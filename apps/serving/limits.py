"""How much and how long: what the gate lets through to a site and waits for."""

REQUEST_BYTES = 32 * 1024 * 1024
FILE_BYTES = 25 * 1024 * 1024
HEADER_BYTES = 32 * 1024
QUERY_BYTES = 8 * 1024
PATH_CHARACTERS = 2000
RESPONSE_HEADERS = 60
RESPONSE_BYTES = 256 * 1024 * 1024
WHOLE_ANSWER = 256 * 1024
"""An answer up to this size is taken in whole; a longer one is passed on as it comes."""

ANSWER_SECONDS = 20.0
STREAM_SECONDS = 120.0
"""Until an answer begins, a process that has to start included; and until it has ended."""

COOKIES = 20
COOKIE_BYTES = 4096
IDLE_CONNECTION_SECONDS = 240.0
IDLE_CONNECTIONS = 8
"""Kept for each version in one process of the portal."""

OUTSIDER_BYTES = 1024 * 1024
OUTSIDER_LOOKS = 240
OUTSIDER_SENDS = 20
OUTSIDER_SENDS_TO_ONE = 200
"""In a minute, in one process of the portal: what an address looks at and sends to one tool, and
what all send to it."""
