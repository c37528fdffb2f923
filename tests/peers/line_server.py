"""A server that sends the lines of a file, as tutorials of stream processing use it.

    line_server.py FILE              one line every SECONDS (--every), then it closes the connection
    line_server.py --on-request FILE a number read from standard input: so many lines at once;
                                     "part": one line without its end;
                                     "close": closes the connection and waits for the next client;
                                     "reset": the same, but breaks the connection off;
                                     end of input: closes everything

The first line of output is the port.
"""

import argparse
import socket
import struct
import sys
import time


def send_on_schedule(server, lines, seconds):
    connection, _ = server.accept()
    with connection:
        for line in lines:
            connection.sendall(line)
            time.sleep(seconds)


def send_on_request(server, lines):
    remaining = iter(lines)
    connection, _ = server.accept()
    for request in sys.stdin:
        request = request.strip()
        if request == "part":
            connection.sendall(next(remaining).rstrip(b"\r\n"))
        elif request in ("close", "reset"):
            if request == "reset":
                no_time = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_time)
            connection.close()
            connection, _ = server.accept()
        else:
            for _ in range(int(request)):
                connection.send(next(remaining))
    connection.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--every", type=float, default=0.01, metavar="SECONDS")
    parser.add_argument("--on-request", action="store_true")
    arguments = parser.parse_args()
    with open(arguments.file, "rb") as file:
        lines = file.readlines()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("localhost", 0))
        server.listen(1)
        print(server.getsockname()[1], flush=True)
        if arguments.on_request:
            send_on_request(server, lines)
        else:
            send_on_schedule(server, lines, arguments.every)


if __name__ == "__main__":
    main()
