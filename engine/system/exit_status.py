"""What the terminal's exit status says.

| status | what it says |
| --- | --- |
| 0 | it did what was asked |
| 1 | it did, but something that should have been printed or logged could not be written |
| 2 | a sentence on standard error says what went wrong |
| 3 | a network was trained and is not where it should be: standard error says where it is |
| 70 | a fault of the program: the log tells more |
| 128 + number | a signal ended it: 130 SIGINT (Ctrl+C), 143 SIGTERM, 129 SIGHUP; 141: nobody reads its output |

Where two of them fit, a training says 2 or else 3 before it names a signal, as that is known to who sent it.
"""

UNSAID = 1
REFUSED = 2
MISPLACED = 3
FAULT = 70
"""As sysexits.h has it: internal software error."""
SIGNAL = 128
"""Is added to a signal's number, as shells do it."""
READER_GONE = SIGNAL + 13
"""As if SIGPIPE had ended the program, which is what ends most others; number 13 on every system that has it."""
