package boreas.cryptoauth;

/// Where a session of ours is meant to differ from a genuine one, by rule. A recorded dialogue must
/// agree everywhere else.
enum Difference {
    /// A hello with a new temporary key meets a live session. Genuine nodes throw the session away
    /// and go on with the hello. Ours answers from a candidate: the same bytes, but the session
    /// stays.
    HELLO_BESIDE_LIVE_SESSION,

    /// A data packet of the session that the genuine node has thrown away on
    /// [#HELLO_BESIDE_LIVE_SESSION]: it says "no session" or "decrypt failed", ours reads it. A key
    /// packet of it is "stray" there, "in established session" here.
    PACKET_OF_THE_OLD_SESSION,

    /// A data packet that never came before is too old for the genuine window of 64 numbers, or
    /// older than the packet that established the session. Ours reads it.
    LATE_NUMBER,

    /// A hello that led to an established session before comes again. Genuine nodes remember only
    /// the temporary key in use and take it. Ours refuses it; the conversation cannot be followed
    /// further.
    SPENT_HELLO,

    /// After [#HELLO_BESIDE_LIVE_SESSION] on a session that was silent for 10 seconds and more, the
    /// genuine node times out by the old session's clock and answers with a hello of its own. Ours
    /// answers with a key; the conversation cannot be followed further.
    CLOCK_OF_THE_OLD_SESSION,

    /// After two hellos beside a live session the first one is repeated. Genuine nodes remember the
    /// second only and begin anew; ours has kept both. The conversation cannot be followed further.
    OLDER_CANDIDATE;

    boolean endsComparison() {
        return this == SPENT_HELLO || this == CLOCK_OF_THE_OLD_SESSION || this == OLDER_CANDIDATE;
    }
}
