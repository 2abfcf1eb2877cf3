"""An end of an RFC 2473 tunnel above a tun device, by nothing but raw sockets of the kernel.

It does what Linux's own `ip6ip6` device does, on kernels that have none: the kernel builds the
outer header, the Destination Options header and the fragments, and puts fragments together. It
shares no code with what is tested.

usage: tunnel_end.py DEVICE LOCAL REMOTE LIMIT     LIMIT of nested tunnels, or none
"""
import fcntl
import os
import select
import socket
import struct
import sys

IFF_TUN, IFF_NO_PI, TUNSETIFF = 0x0001, 0x1000, 0x400454CA
IPV6_DSTOPTS = 59  # linux/in6.h; not in every version of the socket module
IPIP, IPV6 = 4, 41


def tun(name):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return fd


def raw(protocol, local, limit):
    s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, protocol)
    s.bind((local, 0))
    if limit != "none":
        # next header (the kernel writes it), length 0; option 4, one byte; PadN to 8 bytes
        option = bytes([0, 0, 4, 1, int(limit), 1, 1, 0])
        s.setsockopt(socket.IPPROTO_IPV6, IPV6_DSTOPTS, option)
    return s


def main(device, local, remote, limit):
    remote = socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, remote))
    inside = tun(device)
    outside = {protocol: raw(protocol, local, limit) for protocol in (IPIP, IPV6)}
    print("ready", flush=True)
    while True:
        for ready in select.select([inside, *outside.values()], [], [])[0]:
            if ready == inside:
                packet = os.read(inside, 65535)
                protocol = IPV6 if packet[0] >> 4 == 6 else IPIP
                try:
                    outside[protocol].sendto(packet, (remote, 0))
                except OSError as e:  # the way is gone: so is the packet
                    print(e, flush=True)
            else:
                packet, (source, *_) = ready.recvfrom(65535)
                if source == remote:
                    os.write(inside, packet)


main(*sys.argv[1:])
