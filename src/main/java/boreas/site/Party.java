package boreas.site;

import boreas.address.IpPrefix;

/// One end of a rule.
public sealed interface Party {
    /// All machines of the file.
    record All() implements Party {
        @Override
        public String toString() {
            return "all";
        }
    }

    /// Anybody in fc00::/8, known to the file or not.
    record Mesh() implements Party {
        @Override
        public String toString() {
            return "mesh";
        }
    }

    /// A machine with all its addresses: its node's address in fc00::/8, its endpoint, its /64, its
    /// services, and what is behind it.
    record OfMachine(String name) implements Party {
        @Override
        public String toString() {
            return name;
        }
    }

    /// One service address of a machine.
    record OfService(String machine, String service) implements Party {
        @Override
        public String toString() {
            return machine + "." + service;
        }
    }

    /// Those addresses in this range that machines of the file have.
    record OfRange(IpPrefix range) implements Party {
        @Override
        public String toString() {
            return range.toString();
        }
    }
}
