/// Scenarios: real nodes on real tuns in network namespaces, judged from outside.
///
/// Those without a tag belong to every `./dev test` and need root; those tagged `interop` also need
/// a genuine node, named by `CJDROUTE_V21` or `CJDROUTE_V22`, or the probe. What cannot run is
/// skipped by name, with the reason.
@NullMarked
package boreas.interop;

import org.jspecify.annotations.NullMarked;
