package boreas.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts the cases of one file and keeps what went wrong.
public final class VectorReport {
    private final String file;
    private int cases;
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> skipped = new TreeMap<>();

    VectorReport(String file) {
        this.file = file;
    }

    /// The judgement of one case; anything thrown is a failure.
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    public void check(VectorCase vector, Check check) {
        check(vector.where(), check);
    }

    /// @param where names the case in the file, such as `keys[3]`
    public void check(String where, Check check) {
        cases++;
        try {
            check.run();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            fail(where, e);
        }
    }

    /// A case that is not judged, because what it speaks of does not exist here (yet).
    ///
    /// @param what it speaks of; equal ones are counted together
    public void skip(String what) {
        skipped.merge(what, 1, Integer::sum);
    }

    /// A failure that belongs to no case: an unknown section, a file that cannot be read.
    void fail(String where, Throwable why) {
        var at = why.getStackTrace();
        String line = why.toString().strip().replaceAll("\\s+", " ");
        failures.add(file + " " + where + ": " + line + (at.length > 0 ? " at " + at[0] : ""));
    }

    void fail(String where, String why) {
        failures.add(file + " " + where + ": " + why);
    }

    public String file() {
        return file;
    }

    public int cases() {
        return cases;
    }

    /// One line each.
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /// `keys.json: 83 cases, 0 failed`, and the skipped ones by name.
    @Override
    public String toString() {
        var line = file + ": " + cases + " cases, " + failures.size() + " failed";
        if (skipped.isEmpty()) return line;
        int count = skipped.values().stream().mapToInt(Integer::intValue).sum();
        return line + ", " + count + " not judged: " + skipped;
    }
}
