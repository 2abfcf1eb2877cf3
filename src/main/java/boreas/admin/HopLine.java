package boreas.admin;

import boreas.value.Value;

/// One hop of a path, as `Boreas_trace` describes it.
///
/// @param key empty when nobody said who is there
/// @param knownBy `self`, `answer`, `table`, `nobody`
/// @param slot the interface by which its switch sends on, -1 at the end
/// @param bits of the director that says so
/// @param bytes longest ping that came back, 0 not measured
/// @param errorCode of a switch error from there, -1 none
record HopLine(
        String label,
        String key,
        String knownBy,
        long version,
        String scheme,
        boolean isSchemeAssumed,
        boolean isAnswering,
        TallyLine pings,
        long bytes,
        boolean isLongestTried,
        long errorCode,
        long slot,
        String director,
        long bits) {
    /// @param meanUs 0 when nothing came back
    record TallyLine(long sent, long answered, long minUs, long meanUs, long maxUs) {
        static TallyLine of(Value.Dict outer, String key) {
            var t = outer.dict(key);
            return t == null
                    ? new TallyLine(0, 0, 0, 0, 0)
                    : new TallyLine(
                            t.number("sent", 0),
                            t.number("answered", 0),
                            t.number("minUs", 0),
                            t.number("meanUs", 0),
                            t.number("maxUs", 0));
        }

        long lossPpm() {
            return sent == 0 ? 0 : (sent - answered) * 1_000_000 / sent;
        }

        /// `3.1/3.4/5.0 ms`
        String roundTrips() {
            if (answered == 0) return HumanText.UNKNOWN;
            return "%s/%s/%s".formatted(figure(minUs), figure(meanUs), HumanText.millis(maxUs));
        }

        private static String figure(long us) {
            return HumanText.millis(us).replace(" ms", "");
        }
    }

    static HopLine of(Value.Dict hop) {
        return new HopLine(
                HumanText.of(hop, "label"),
                HumanText.of(hop, "key"),
                HumanText.of(hop, "knownBy"),
                hop.number("version", 0),
                HumanText.of(hop, "scheme"),
                hop.number("isSchemeAssumed", 0) != 0,
                hop.number("isAnswering", 0) != 0,
                TallyLine.of(hop, "pings"),
                hop.number("bytes", 0),
                hop.number("isLongestTried", 0) != 0,
                hop.number("errorCode", -1),
                hop.number("slot", -1),
                HumanText.of(hop, "director"),
                hop.number("bits", 0));
    }
}
