package boreas.sim;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The identities of one world's hosts. A key in fc00::/8 takes 256 draws, which is most of what a
/// small world costs; so worlds choose theirs, by seed, from one ring, each of whose keys is made
/// once a process. The ring is the same in each process: a seed means the same run everywhere.
final class KeyRing {
    /// Enough that two worlds rarely have the same hosts.
    private static final int SIZE = 256;

    /// By the class of what made it, and the place in the ring.
    private static final Map<Place, Identity> MADE = new ConcurrentHashMap<>();

    private record Place(Class<?> crypto, int number) {}

    private final Crypto crypto;
    private final Set<Integer> taken = new HashSet<>();

    KeyRing(Crypto crypto) {
        this.crypto = crypto;
    }

    /// One that no other host of this world has.
    ///
    /// @param random says which; where keys cost nothing, or all are taken, it makes one
    Identity next(SeededRandom random) {
        if (crypto instanceof FastCrypto || taken.size() == SIZE)
            return Identity.generate(random, crypto);
        int number = random.nextInt(SIZE);
        while (!taken.add(number)) number = (number + 1) % SIZE;
        return MADE.computeIfAbsent(
                new Place(crypto.getClass(), number),
                place -> Identity.generate(new SeededRandom(place.number), crypto));
    }
}
