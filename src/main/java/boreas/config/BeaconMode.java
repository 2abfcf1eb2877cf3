package boreas.config;

/// What an interface does with beacons; the number in the file is the ordinal.
public enum BeaconMode {
    OFF,
    ACCEPT,
    SEND_AND_ACCEPT
}
