/// What may be asked of the machine, as data: an address, a route, an MTU
/// ([boreas.host.HostChange]), or a whole state of things ([boreas.host.Setting]).
///
/// Changes are values that can be listed, compared, shown to people and tested; `io` executes them.
/// Refuses: system calls, order of execution, policy. Made by `daemon` and by site plans, on any
/// thread.
@NullMarked
package boreas.host;

import org.jspecify.annotations.NullMarked;
