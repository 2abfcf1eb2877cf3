// What an operator's script does with npm's library for the admin interface, unchanged from its
// registry. Takes a credentials file, as genuine tools do; prints JSON.
'use strict';
const Cjdnsadmin = require('cjdnsadmin');

const whole = (call) => new Promise((resolve, reject) =>
    call((error, reply) => (error ? reject(error) : resolve(reply))));

const pages = async (call, key) => {
    const members = [];
    for (let page = 0; ; page++) {
        const reply = await whole((then) => call(page, then));
        members.push(...reply[key]);
        if (!reply.more) { return members; }
    }
};

const talk = async (node) => {
    const peers = await pages(node.InterfaceController_peerStats, 'peers');
    const handles = await pages(node.SessionManager_getHandles, 'handles');
    const table = await pages(node.NodeStore_dumpTable, 'routingTable');
    const label = peers[0].addr.substring(4, 23);
    const far = peers[0].addr.substring(24);
    const users = () => whole(node.AuthorizedPasswords_list).then((reply) => reply.users);
    const told = {
        ping: await whole(node.ping),
        peers: peers,
        known: table.map((row) => row.ip),
        // Required arguments first, then the others, each in reverse order of the alphabet.
        switchPing: await whole((then) =>
            node.SwitchPinger_ping(label, 5000, null, null, null, null, 'hello', then)),
        routerPing: await whole((then) => node.RouterModule_pingNode(far, 5000, then)),
        sessions: [],
        added: await whole((then) =>
            node.AuthorizedPasswords_add('from node', 'javascript', null, then)),
        withUser: await users(),
        removed: await whole((then) => node.AuthorizedPasswords_remove('javascript', then)),
        withoutUser: await users(),
    };
    for (const handle of handles) {
        told.sessions.push(await whole((then) => node.SessionManager_sessionStats(handle, then)));
    }
    console.log(JSON.stringify(told));
    node.disconnect();
};

Cjdnsadmin.connect((error, node) => {
    if (error) { throw error; }
    talk(node).catch((fault) => { console.error(fault); process.exit(1); });
}, { cjdnsadminPath: process.argv[2] });
