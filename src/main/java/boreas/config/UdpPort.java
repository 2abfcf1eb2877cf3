package boreas.config;

/// A port at which a node listens, as firewalls have it: a socket is of one kind, and a rule of the
/// other kind would let nothing in.
///
/// @param number 1 to 65535
public record UdpPort(int number, boolean isIp6) {}
