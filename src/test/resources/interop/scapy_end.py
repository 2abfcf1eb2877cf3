"""The far end of a tunnel, played by scapy: an implementation of RFC 2473 that is nobody's here.

It reads and writes the packets of a tun device as they are, past the kernel. What comes is taken
apart by scapy and must be, byte for byte, what scapy would have built; what goes is scapy's.

usage: scapy_end.py DEVICE OWN FAR      addresses of the outer header

On standard input, a line each; each is answered by a line:
  answer FORM                   from now on, echo requests out of the tunnel are answered in FORM
  heard                         the forms of what came so far, and of the requests among it: how many
  ask FORM FROM TO BYTES        sends an inner echo request of so many bytes, and waits for the reply
  silence FORM FROM TO BYTES    as `ask`, and says whether there was none

A FORM is a list of next headers: 41, 60-41, 44-41, 44-60-41, and the same with 4. Answers that are
too long for the device in one piece are cut whatever the form.
"""
import ipaddress
import logging
import os
import select
import socket
import sys
import time

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.layers.inet import ICMP, IP  # noqa: E402
from scapy.layers.inet6 import (  # noqa: E402
    HBHOptUnknown,
    ICMPv6EchoReply,
    ICMPv6EchoRequest,
    IPv6,
    IPv6ExtHdrDestOpt,
    IPv6ExtHdrFragment,
    fragment6,
)
from scapy.packet import Raw  # noqa: E402

ETH_P_IPV6 = 0x86DD
LIMIT_OPTION = 4
MTU_BYTES, PIECE_BYTES = 1304, 1280
PATIENCE_S, SILENCE_S, AGAIN_S = 20, 1, 0.5

device = sys.argv[1]
own, far = (ipaddress.ip_address(a).compressed for a in sys.argv[2:4])
line = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IPV6))
line.bind((device, ETH_P_IPV6))
form = None
heard = {}
wrong = []


def wrap(inner, form):
    """The outer packets that carry an inner one."""
    headers = form.split("-")
    packet = IPv6(src=own, dst=far, hlim=64)
    if headers[0] == "44":
        packet /= IPv6ExtHdrFragment()
    if "60" in headers:
        packet /= IPv6ExtHdrDestOpt(options=[HBHOptUnknown(otype=LIMIT_OPTION, optdata=b"\x04")])
    packet /= inner
    return fragment6(packet, PIECE_BYTES) if headers[0] == "44" else [packet]


def send(inner, form):
    pieces = [bytes(p) for p in wrap(inner, form)]
    if form.startswith("44") and len(pieces) < 2:
        raise AssertionError("too short to be cut in pieces")
    for piece in pieces:
        line.sendto(piece, (device, ETH_P_IPV6))


def built_anew(inner):
    """What scapy would have written in its place: lengths and checksums are its own."""
    copy = inner.copy()
    for layer in (IPv6, IP, ICMP, ICMPv6EchoRequest, ICMPv6EchoReply):
        if layer in copy:
            for field in ("plen", "len", "chksum", "cksum"):
                if field in copy[layer].fields:
                    del copy[layer].fields[field]
    return bytes(copy)


def unwrap(packet):
    """The inner packet and the form, or None for what is no tunnel's."""
    headers, at = [str(packet.nh)], packet.payload
    if packet.nh == 44:
        return None, "44"
    if isinstance(at, IPv6ExtHdrDestOpt):
        limits = [o for o in at.options if o.otype == LIMIT_OPTION]
        if len(limits) != 1 or len(bytes(limits[0])) != 3:
            wrong.append("option " + bytes(at).hex())
        headers.append(str(at.nh))
        at = at.payload
    if headers[-1] not in ("41", "4"):
        return None, "-".join(headers)
    if type(at) is not (IPv6 if headers[-1] == "41" else IP):
        wrong.append("inner packet is " + at.summary())
    elif bytes(at) != built_anew(at):
        wrong.append("inner packet differs: " + bytes(at).hex())
    return at, "-".join(headers)


def receive():
    data, (_, _, kind, *_) = line.recvfrom(65535)
    if kind == socket.PACKET_OUTGOING:
        return None
    packet = IPv6(data)
    if packet.src != far or packet.dst != own:
        return None
    if len(data) != 40 + packet.plen:
        wrong.append("outer length %d of %d" % (packet.plen, len(data)))
    inner, its = unwrap(packet)
    heard[its] = heard.get(its, 0) + 1
    return inner


def request(source, to, size):
    data = os.urandom(size - (48 if ":" in to else 28))
    number = int.from_bytes(os.urandom(2), "big")
    if ":" in to:
        return IPv6(src=source, dst=to) / ICMPv6EchoRequest(id=number, seq=1, data=data)
    return IP(src=source, dst=to) / ICMP(id=number, seq=1) / Raw(data)


def is_request(inner):
    return ICMPv6EchoRequest in inner or (ICMP in inner and inner[ICMP].type == 8)


def reply_to(inner):
    if ICMPv6EchoRequest in inner:
        asked = inner[ICMPv6EchoRequest]
        return IPv6(src=inner.dst, dst=inner.src) / ICMPv6EchoReply(
            id=asked.id, seq=asked.seq, data=asked.data
        )
    asked = inner[ICMP]
    return (
        IP(src=inner.dst, dst=inner.src)
        / ICMP(type=0, id=asked.id, seq=asked.seq)
        / Raw(bytes(asked.payload))
    )


def is_answer(asked, inner):
    if inner is None or (inner.src, inner.dst) != (asked.dst, asked.src):
        return False
    if ICMPv6EchoRequest in asked:
        q = asked[ICMPv6EchoRequest]
        if ICMPv6EchoReply not in inner:
            return False
        a = inner[ICMPv6EchoReply]
        return (a.id, a.seq, bytes(a.data)) == (q.id, q.seq, bytes(q.data))
    if ICMP not in inner or inner[ICMP].type != 0:
        return False
    q, a = asked[ICMP], inner[ICMP]
    return (a.id, a.seq, bytes(a.payload)) == (q.id, q.seq, bytes(q.payload))


def take(patience):
    """One inner packet, or None."""
    if not select.select([line], [], [], patience)[0]:
        return None
    inner = receive()
    if inner is not None and form is not None and is_request(inner):
        reply = reply_to(inner)
        fits = len(bytes(wrap(reply, form)[0])) <= MTU_BYTES
        send(reply, form if fits else "44-" + form)  # as a tunnel of the kernel does
    return inner


def ask(its, source, to, size, patience):
    inner = request(source, to, size)
    end, again = time.monotonic() + patience, 0
    while time.monotonic() < end:
        if time.monotonic() >= again:
            send(inner, its)
            again = time.monotonic() + AGAIN_S
        if is_answer(inner, take(0.1)):
            return True
    return False


def obey(words):
    global form
    match words:
        case ["answer", its]:
            form = its
            heard.clear()
            return "ok"
        case ["heard"]:
            return " ".join(["heard", *(f"{k}:{v}" for k, v in sorted(heard.items())), *wrong])
        case ["ask", its, source, to, size]:
            return "ok" if ask(its, source, to, int(size), PATIENCE_S) else "no reply"
        case ["silence", its, source, to, size]:
            return "a reply" if ask(its, source, to, int(size), SILENCE_S) else "ok"
    return "what?"


print("ready", flush=True)
commands = os.fdopen(0, "rb", buffering=0)
pending = b""
while True:
    ready = select.select([line, commands], [], [])[0]
    if line in ready:
        take(0)
    if commands in ready:
        got = commands.read(4096)
        if not got:
            break
        pending += got
        while b"\n" in pending:
            first, pending = pending.split(b"\n", 1)
            print(obey(first.decode().split()), flush=True)
