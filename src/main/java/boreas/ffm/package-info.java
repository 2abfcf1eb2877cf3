/// The native boundary: the only place that says `MethodHandle`.
///
/// Each class here turns one library's functions into plain static Java methods. A failed system
/// call is a negative result (`-errno`, see [boreas.ffm.Errno]), never an exception. A library that
/// cannot be used says why in one sentence ([boreas.ffm.NativeLibrary#failure]) and the product
/// goes on without it. One piece of machine code is written here and called like a library's
/// ([boreas.ffm.Avx512Salsa20]). Linux only; the constants are those of the generic ABI (x86-64 and
/// aarch64).
///
/// Refuses: decisions, buffers, threads. Called by `crypto`, `io`, `daemon` and `lab` from any
/// thread; what has state ([boreas.ffm.OpenSslPoly1305]) belongs to the thread that made it.
@NullMarked
package boreas.ffm;

import org.jspecify.annotations.NullMarked;
