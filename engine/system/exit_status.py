"""The exit statuses of the terminal.

| status | meaning |
| --- | --- |
| 0 | success |
| 1 | success, but some output or log lines could not be written |
| 2 | a sentence on standard error says what went wrong |
| 3 | a network was trained but saved elsewhere: standard error says where |
| 70 | a fault of the program: the log tells more |
| 128 + number | a signal ended it: 130 SIGINT (Ctrl+C), 143 SIGTERM, 129 SIGHUP; 141: nobody reads its output |

If two apply, a training returns 2 or 3 rather than the signal's status, as the sender knows about the signal.
"""

UNSAID = 1
REFUSED = 2
MISPLACED = 3
FAULT = 70
"""As sysexits.h has it: internal software error."""
SIGNAL = 128
"""Added to a signal's number, as shells do."""
READER_GONE = SIGNAL + 13
"""As if SIGPIPE, number 13 on every system that has it, had ended the program."""
