package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.crypto.SeededRandom;
import boreas.env.RandomSource;
import boreas.value.LaxJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Broken configurations made by mutation: the one-line reason names line and column of the
/// mutation.
///
/// What is promised is in [Mutation.Promise]: a slip that is a byte of its own is named exactly;
/// one that has become a part of a word by the line; an unclosed string or bracket at its
/// beginning, with the place where its end was expected in the same line. A cut file is named at
/// its end.
class ConfMutationTest {
    private static final Crypto CRYPTO = CryptoProviders.choose();
    private static final int MUTATIONS = 600;

    @Test
    void theReasonNamesTheLineAndColumnOfTheMutation() {
        mutate(MUTATIONS, 1);
    }

    /// One mutation in 50 of those of the packet fuzzers: each is a search for the slip.
    @Test
    @Tag("soak")
    void theReasonNamesTheLineAndColumnOfManyMutations() {
        mutate(Integer.getInteger("boreas.mutations", 20_000) / 50, 2);
    }

    private static void mutate(int count, long seed) {
        var random = new Random(seed);
        var kinds = Mutation.Kind.values();
        List<byte[]> files = files();
        var failures = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            byte[] file = files.get(i / kinds.length % files.size());
            var mutation = Mutation.of(kinds[i % kinds.length], file, random);
            String failure = failure(mutation);
            if (failure != null) failures.add("mutation " + i + ": " + failure);
        }
        assertThat(failures).as("seed %d, %d mutations", seed, count).isEmpty();
    }

    /// Generated with comments, and cleaned.
    private static List<byte[]> files() {
        var files = new ArrayList<byte[]>();
        for (int i = 0; i < 4; i++) {
            byte[] seed = new byte[SeededRandom.SEED_BYTES];
            seed[0] = (byte) i;
            RandomSource random = new SeededRandom(seed);
            String text =
                    GenConf.generate(random, () -> Identity.generate(random, CRYPTO), i % 2 == 0);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            var root = LaxJson.parse(bytes).root();
            if (i < 3 || root == null) files.add(bytes);
            else files.add(CleanConf.of(root).getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static @Nullable String failure(Mutation mutation) {
        var reading = ConfReader.read(mutation.text(), key -> Identity.of(key, CRYPTO));
        if (reading.problems().isEmpty()) return mutation.what() + " was not noticed";
        for (var problem : reading.problems())
            if (problem.toString().contains("\n")) return "more than one line: " + problem;
        if (isKept(mutation, reading)) return null;
        return "%s at line %d column %d: %s"
                .formatted(mutation.what(), mutation.line(), mutation.column(), reading.problems());
    }

    private static boolean isKept(Mutation mutation, ConfReading reading) {
        int line = mutation.line();
        int column = mutation.column();
        return switch (mutation.promise()) {
            case PLACE -> names(reading, line, column);
            case PLACE_OR_NEIGHBOUR ->
                    names(reading, line, column)
                            || names(reading, line, column - 1)
                            || names(reading, line, column + 1);
            case LINE -> reading.problems().getFirst().toString().contains("line " + line + " ");
        };
    }

    private static boolean names(ConfReading reading, int line, int column) {
        String place = "line " + line + " column " + column;
        return (reading.problems().getFirst() + " ").matches(".*" + place + "\\D.*");
    }
}
