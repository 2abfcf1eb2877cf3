package boreas.daemon;

import boreas.config.ConfDifference;
import boreas.io.DeviceException;
import java.util.List;

/// Ethernet devices as a reload needs them. One reload:
///
/// ```
///   prepare        control thread   the right to devices that are new, or nothing
///   port, order    loop's thread, while the control thread waits
///   finish         control thread   devices that are new are used, others left
/// ```
interface ReloadableEthernet {
    /// @throws DeviceException when one of the new devices may not be had; then nothing has changed
    void prepare(List<ConfDifference.Ethernet> interfaces) throws DeviceException;

    /// The port of a device that is in both configurations; [RunningPort#NONE] while it is not
    /// there.
    int port(String device);

    /// What a device that is in both configurations does from now on. Peers of one that is there
    /// are told to the node already.
    void order(ConfDifference.Ethernet one, long nowNs);

    /// @param isDone false: the reload was refused after all
    void finish(List<ConfDifference.Ethernet> interfaces, boolean isDone);
}
