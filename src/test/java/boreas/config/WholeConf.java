package boreas.config;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import java.nio.charset.StandardCharsets;

/// A file with every setting once; tests replace some of it.
final class WholeConf {
    static final String PEER_KEY = "49fzw7bgch44qnu9v30pvpsl6yrcd42qs26l1n47qt4xlvr0kfh0.k";
    static final String OTHER_KEY = "r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k";

    private static final Crypto CRYPTO = CryptoProviders.choose();

    private static final String TEXT =
            """
            {
              "privateKey": "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
              "authorizedPasswords": [
                { "password": "first", "user": "alice" },
                { "password": "second", "ipv6": "fc1b:c940:66ab:b7e9:dd3a:2b21:db87:13dd" }
              ],
              "admin": {
                "bind": "127.0.0.1:11234", "password": "secret", "socket": "/run/admin.sock"
              },
              "interfaces": {
                "UDPInterface": [
                  {
                    "bind": "0.0.0.0:27177",
                    "dscp": 46,
                    "beacon": 1,
                    "beaconPort": 64512,
                    "beaconDevices": [ "eth0" ],
                    "connectTo": {
                      "192.0.2.1:5": {
                        "password": "p", "login": "l", "peerName": "vps2", "publicKey": "%1$s"
                      },
                      "vps.example.net:6": { "password": "q", "publicKey": "%2$s" }
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
                "ipTunnel": { "allowedConnections": [], "outgoingConnections": [ "%1$s" ] }
              },
              "security": [ { "setuser": "nobody", "keepNetAdmin": 1 }, { "chroot": 0 } ],
              "logging": { "logTo": "stdout" },
              "noBackground": 1,
              "pipe": "/run/x.sock",
              "site": "/etc/boreas/site.conf",
              "metrics": { "bind": "127.0.0.1:9633" },
              "version": 2
            }
            """
                    .formatted(PEER_KEY, OTHER_KEY);

    private WholeConf() {}

    static CjdrouteConf read() {
        return read(TEXT);
    }

    /// The same with one place changed.
    static CjdrouteConf with(String part, String replacement) {
        if (!TEXT.contains(part)) throw new AssertionError("the file has no " + part);
        return read(TEXT.replace(part, replacement));
    }

    private static CjdrouteConf read(String text) {
        var reading =
                ConfReader.read(
                        text.getBytes(StandardCharsets.UTF_8), key -> Identity.of(key, CRYPTO));
        var conf = reading.conf();
        if (conf == null) throw new AssertionError(reading.problems());
        return conf;
    }
}
