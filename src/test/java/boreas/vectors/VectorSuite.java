package boreas.vectors;

/// Judges one vector file or some sections of it.
public interface VectorSuite {
    /// Which files, relative to the vector folder: `keys.json`, `conf/genconf-*.conf`.
    String file();

    /// Runs each case as one [VectorReport#check]. A section becomes known by being asked for
    /// ([VectorFile#cases], [VectorFile#section]); a case of a kind that the suite does not know
    /// must fail ([VectorCase#unknownKind]).
    void run(VectorFile file, VectorReport report) throws Exception;
}
