package boreas.daemon;

import boreas.config.UdpInterfaceConf;

/// A UDP interface of the configuration in a running node.
///
/// @param port its number; [#NONE] where it could not be opened at the start, and the node went on
///   without
record RunningPort(UdpInterfaceConf conf, int port) {
    static final int NONE = -1;
}
