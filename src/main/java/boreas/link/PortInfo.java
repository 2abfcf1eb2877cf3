package boreas.link;

/// A UDP socket or Ethernet device that the links may use.
///
/// @param port its number, in the order of creation; the admin API's `interfaceNumber`
/// @param kind what addresses it reaches
/// @param name as genuine nodes print it: `UDP/IPv4/0.0.0.0:1234`
public record PortInfo(int port, Kind kind, String name) {
    public enum Kind {
        UDP4,
        UDP6,
        ETHERNET
    }
}
