package boreas.admin;

/// What a function of the admin interface takes.
///
/// @param required a request without it, or with another type, is answered with an error; an
///   optional argument of the wrong type counts as absent
record Argument(String name, Type type, boolean required) {
    /// Names as the genuine program prints them.
    enum Type {
        STRING("String"),
        INT("Int"),
        LIST("List"),
        DICT("Dict");

        private final String genuineName;

        Type(String genuineName) {
            this.genuineName = genuineName;
        }

        @Override
        public String toString() {
            return genuineName;
        }
    }

    static Argument required(String name, Type type) {
        return new Argument(name, type, true);
    }

    static Argument optional(String name, Type type) {
        return new Argument(name, type, false);
    }

    /// The genuine words of refusal.
    String complaint() {
        return "Entry [" + name + "] is required and must be of type [" + type + "]";
    }
}
