package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.io.DeviceException;
import java.util.List;

/// UDP sockets as a reload needs them: those of the data loop in a running node, made-up ones in a
/// test. What is open but not in use yet can be closed again, and nobody has noticed.
///
/// By the loop's thread, but for [#open].
interface Sockets {
    /// Opens one, also at an address that this machine does not have yet. On any thread.
    Unused open(LinkAddress bind, int dscp) throws DeviceException;

    /// A socket that waits to be used.
    interface Unused {
        LinkAddress local();

        /// This machine does not have its address; nothing has to be done when it comes.
        boolean isAhead();

        /// @return its number, as the node will call it too
        int use();

        void close();
    }

    /// Opens another socket for the broadcasts of a port that is in use.
    UnusedBeacons openBeacons(int port, int beaconPort, List<String> devices)
            throws DeviceException;

    /// A socket for broadcasts that waits to take the place of the one that its port has, if any.
    interface UnusedBeacons {
        void use();

        void close();
    }

    /// The port has no broadcasts from now on.
    void closeBeacons(int port);

    void setDscp(int port, int dscp);

    /// With its broadcasts.
    void close(int port);
}
