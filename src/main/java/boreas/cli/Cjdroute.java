package boreas.cli;

/// The drop-in `cjdroute`.
public final class Cjdroute {
    private Cjdroute() {}

    public static void main(String[] args) {
        System.exit(255);
    }
}
