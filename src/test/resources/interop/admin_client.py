"""What an operator's script does with a Python library for the admin interface, unchanged from its
registry: the same for `cjdnsadmin` and `cjdns`, which is the first argument. Prints JSON."""

import importlib
import json
import sys
import threading

library, address, port, password = sys.argv[1:5]

# Both libraries call what newer Pythons have renamed.
if not hasattr(threading.Thread, "setDaemon"):
    threading.Thread.setDaemon = lambda thread, on: setattr(thread, "daemon", on)

node = importlib.import_module(library).connect(address, int(port), password)


def pages(call, key):
    members, page = [], 0
    while True:
        reply = call(page=page)
        members += reply[key]
        if "more" not in reply:
            return members
        page += 1


peers = pages(node.InterfaceController_peerStats, "peers")
handles = pages(node.SessionManager_getHandles, "handles")
label = peers[0]["addr"].split(".", 1)[1][:19]
known = [p["ip"] for p in pages(node.NodeStore_dumpTable, "routingTable")]
far = peers[0]["addr"][24:]


def users():
    return node.AuthorizedPasswords_list()["users"]


login = {"password": "from python", "user": "python", "ipv6": ""}
added = node.AuthorizedPasswords_add(**login)
with_user = users()
removed = node.AuthorizedPasswords_remove(user="python")
print(
    json.dumps(
        {
            "ping": node.ping(),
            "peers": peers,
            "known": known,
            "switchPing": node.SwitchPinger_ping(path=label, data="hello", timeout=5000),
            "routerPing": node.RouterModule_pingNode(path=far, timeout=5000),
            "sessions": [node.SessionManager_sessionStats(handle=h) for h in handles],
            "added": added,
            "withUser": with_user,
            "removed": removed,
            "withoutUser": users(),
        },
        default=lambda b: b.decode() if isinstance(b, bytes) else str(b),
    )
)
