package boreas.node;

/// The answer of commands that have nothing to say but that they were carried out.
public enum Done {
    DONE
}
