package boreas.site;

import boreas.address.Ip6;

/// An address of its own for a service, which stays when the service moves to another machine.
///
/// @param name unique on its machine
public record Service(String name, Ip6 address) {}
