"""Runs a program on a terminal, as a person would, and presses Ctrl-C after a while.

    terminal.py COLUMNS SECONDS PROGRAM [ARGUMENT...]

Everything that the program wrote to the terminal goes to standard output, as it is. The exit
status is the program's.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

CTRL_C = b"\x03"


def main():
    columns, seconds, program = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execvp(program[0], program)
    end = time.monotonic() + seconds
    pressed = False
    while True:
        if not pressed and time.monotonic() >= end:
            os.write(terminal, CTRL_C)
            pressed = True
        if not select.select([terminal], [], [], 0.05)[0]:
            continue
        try:
            written = os.read(terminal, 65536)
        except OSError:  # How Linux says that nobody holds the terminal any more.
            break
        if not written:
            break
        sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
