package boreas.admin;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// One request that passed all checks, as its function sees it.
///
/// @param from where the request came from and the replies go
/// @param isRegistered true when that address may be sent what it did not ask for
/// @param epochMillis when it came
/// @param push sends a reply ahead of the last one, under the same transaction id
record Call(
        Arguments arguments,
        InetSocketAddress from,
        boolean isRegistered,
        long epochMillis,
        Consumer<Reply> push) {}
