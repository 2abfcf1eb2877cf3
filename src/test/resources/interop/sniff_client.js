// Looks on at a node's traffic with npm's cjdnsniff, unchanged from its registry, and takes part:
// asks a peer and the node itself. Takes a credentials file and the peer's node name; prints JSON.
'use strict';
const Cjdnsadmin = require('cjdnsadmin');
const Cjdnskeys = require('cjdnskeys');
const Cjdnsniff = require('cjdnsniff');

const SELF = '0000.0000.0000.0001';
const SCHEME = Buffer.from('6114458100', 'hex');

const whole = (call) => new Promise((resolve, reject) =>
    call((error, reply) => (error ? reject(error) : resolve(reply))));

/// What matches of the messages that come, or null after a while.
const message = (link, matches) => new Promise((resolve) => {
    setTimeout(() => resolve(null), 5000);
    link.on('message', (msg) => { if (matches(msg)) { resolve(msg); } });
});

const routing = async (link, name, txid, query) => {
    const node = Cjdnskeys.parseNodeName(name);
    const answer = message(link, (msg) => msg.contentBenc.txid.equals(Buffer.from(txid)));
    link.send({
        routeHeader: {
            publicKey: node.key,
            ip: Cjdnskeys.publicToIp6(node.key),
            version: node.v,
            switchHeader: { label: node.path, version: 1 },
        },
        dataHeader: { contentType: 'CJDHT', version: 1 },
        contentBenc: Object.assign({ txid: txid, p: 21, es: SCHEME, ei: 0 }, query),
    });
    const msg = await answer;
    return msg && {
        ip: msg.routeHeader.ip,
        isIncoming: msg.routeHeader.isIncoming,
        nodes: msg.contentBenc.n ? msg.contentBenc.n.length / 40 : 0,
    };
};

const control = async (link, path) => {
    const cookie = Buffer.from('abcdefgh');
    const answer = message(link, (msg) =>
        msg.content.type === 'PONG' && cookie.equals(msg.content.content));
    link.send({
        routeHeader: { switchHeader: { label: path, version: 1 }, isCtrl: true },
        content: { type: 'PING', version: 21, content: cookie },
    });
    const msg = await answer;
    return msg && { label: msg.routeHeader.switchHeader.label, version: msg.content.version };
};

const talk = async (node, peer) => {
    const self = (await whole(node.Core_nodeInfo)).myAddr;
    const dht = await whole((then) => Cjdnsniff.sniffTraffic(node, 'CJDHT', then));
    const ctrl = await whole((then) => Cjdnsniff.sniffTraffic(node, 'CTRL', then));
    const list = () => whole((then) => node.UpperDistributor_listHandlers(0, then))
        .then((reply) => reply.handlers.map((handler) => handler.type));
    const told = {
        handlers: await list(),
        ping: await routing(dht, peer, '0aaaaaaa', { q: 'pn' }),
        peers: await routing(dht, peer, '0aaaaaab', { q: 'gp', tar: Buffer.from('0000000000000001', 'hex') }),
        own: await routing(dht, self, '1aaaaaac', { q: 'gp', tar: Buffer.from('0000000000000001', 'hex') }),
        switchPing: await control(ctrl, Cjdnskeys.parseNodeName(peer).path),
        selfPing: await control(ctrl, SELF),
    };
    await new Promise((then) => dht.disconnect(then));
    await new Promise((then) => ctrl.disconnect(then));
    told.afterwards = await list();
    console.log(JSON.stringify(told));
    node.disconnect();
    process.exit(0);
};

Cjdnsadmin.connect((error, node) => {
    if (error) { throw error; }
    talk(node, process.argv[3]).catch((fault) => { console.error(fault); process.exit(1); });
}, { cjdnsadminPath: process.argv[2] });
