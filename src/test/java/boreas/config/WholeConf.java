package boreas.config;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import java.nio.charset.StandardCharsets;

/// A file with every setting once; tests replace some of it.
final class WholeConf {
    static final String PEER_KEY = "49fzw7bgch44qnu9v30pvpsl6yrcd42qs26l1n47qt4xlvr0kfh0.k";

    static final String TEXT =
            """
            {
              "privateKey": "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
              "publicKey": "71puzf86nv9p1mc8qtt8mn4u9xmylk6udlk8885574vqgdr9cp50.k",
              "ipv6": "fce6:e782:b12d:725c:beac:6117:61e6:607c",
              "authorizedPasswords": [
                { "password": "first-of-two-words", "user": "alice", "contact": "x", "gpg": "y" },
                { "password": "second-of-two-words", "ipv6": "fc1b:c940:66ab:b7e9:dd3a:2b21:db87:13dd" }
              ],
              "admin": { "bind": "127.0.0.1:11234", "password": "NONE", "socket": "/run/admin.sock" },
              "interfaces": {
                "UDPInterface": [
                  {
                    "bind": "0.0.0.0:27177",
                    "dscp": 46,
                    "beacon": 1,
                    "beaconPort": 64512,
                    "beaconDevices": [ "eth0", "192.168.1.255" ],
                    "connectTo": {
                      "192.0.2.1:5": { "password": "p", "login": "l", "publicKey": "%1$s" },
                      "vps.Example.net:6": {
                        "password": "q", "peerName": "n", "version": 20,
                        "publicKey": "vb41tx5v2z3dzvmkh37kz6c3ux1qyp2tqllz4qd5k2wlm6kfvxj0.k"
                      }
                    }
                  },
                  { "bind": "[2001:db8::7]:27177", "connectTo": {} }
                ],
                "ETHInterface": {
                  "bind": "eth1", "beacon": 2,
                  "connectTo": { "01:02:03:04:05:06": { "password": "a", "publicKey": "%1$s" } }
                }
              },
              "router": {
                "interface": { "type": "TUNInterface", "tunDevice": "tun0" },
                "supernodes": [ "%1$s" ],
                "dnsSeeds": [ "seed.example.net" ],
                "publicPeer": { "id": "PUB_x", "ipv4": "1.2.3.4:56789" },
                "ipTunnel": {
                  "allowedConnections": [
                    {
                      "publicKey": "%1$s",
                      "ip4Address": "192.168.1.24", "ip4Prefix": 0, "ip4Alloc": 32,
                      "ip6Address": "2001:db8::10", "ip6Prefix": 48, "ip6Alloc": 64
                    }
                  ],
                  "outgoingConnections": [ "%1$s" ]
                }
              },
              "security": [
                { "setuser": "nobody", "keepNetAdmin": 1 },
                { "chroot": 0 },
                { "nofiles": 1 },
                { "noforks": 0 },
                { "setupComplete": 1 }
              ],
              "logging": { "logTo": "stdout" },
              "noBackground": 1,
              "pipe": "/run/x.sock",
              "corePath": "old", "resetAfterInactivitySeconds": 100, "dns": {}, "scramble": "x",
              "_note": 1,
              "site": "/etc/boreas/site.conf",
              "metrics": { "bind": "127.0.0.1:9633" },
              "version": 2
            }
            """
                    .formatted(PEER_KEY)
                    .replace(
                            "vb41tx5v2z3dzvmkh37kz6c3ux1qyp2tqllz4qd5k2wlm6kfvxj0.k",
                            "ryqsquw8zb9x203b9bl8yvw1uzz7h68n6shwqlhsy5v2uuqt7t90.k");

    private static final Crypto CRYPTO = CryptoProviders.choose();

    private WholeConf() {}

    /// The text with one place changed.
    static String replaced(String part, String replacement) {
        if (!TEXT.contains(part)) throw new AssertionError("the file has no " + part);
        return TEXT.replace(part, replacement);
    }

    static ConfReading read(String text) {
        return ConfReader.read(
                text.getBytes(StandardCharsets.UTF_8), key -> Identity.of(key, CRYPTO));
    }

    /// Of a text without errors.
    static CjdrouteConf conf(String text) {
        var reading = read(text);
        var conf = reading.conf();
        if (conf == null) throw new AssertionError(reading.problems());
        return conf;
    }

    static CjdrouteConf conf() {
        return conf(TEXT);
    }

    /// The same with one place changed.
    static CjdrouteConf with(String part, String replacement) {
        return conf(replaced(part, replacement));
    }
}
