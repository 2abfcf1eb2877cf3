package boreas.admin;

/// What a command of `boreas` found out, ready to be printed.
public interface Report {
    /// For people; ends with a line end.
    String toTable();

    /// The same with colours, where it has some.
    default String toTable(Ink ink) {
        return toTable();
    }

    /// For programs; ends with a line end.
    String toJson();

    /// Whether all is as it should be: the command's exit status.
    boolean isHealthy();
}
