package boreas.link;

/// What a port does with beacons, under the numbers and names that operators know from the genuine
/// program. Source: cjdns protocol, beacons.
public enum BeaconState {
    /// Beacons that arrive are ignored.
    OFF("DISABLED", "disabled"),
    /// Beacons that arrive make peers; none are sent.
    ACCEPT("ACCEPTING", "accepting"),
    SEND("SENDING", "sending and accepting");

    private final String title;
    private final String words;

    BeaconState(String title, String words) {
        this.title = title;
        this.words = words;
    }

    /// 0, 1, 2.
    public int number() {
        return ordinal();
    }

    /// One upper case word, as in lists of interfaces.
    public String title() {
        return title;
    }

    /// As in answers to the command that sets it.
    public String words() {
        return words;
    }
}
