package boreas.metrics;

/// What somebody wants who has connected, by the head of an HTTP request.
enum ScrapeRequest {
    PAGE,
    HEAD,
    TOO_LONG,
    NOT_HTTP,
    WRONG_METHOD,
    WRONG_PATH;

    /// @param head up to the blank line, or as much as is read of one that has none
    static ScrapeRequest of(String head) {
        if (!head.contains("\r\n\r\n") && !head.contains("\n\n")) return TOO_LONG;
        var line = head.substring(0, head.indexOf('\n')).strip();
        var words = line.split(" ");
        if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) return NOT_HTTP;
        var path = words[1].replaceFirst("\\?.*", "");
        if (!words[0].equals("GET") && !words[0].equals("HEAD")) return WRONG_METHOD;
        if (!path.equals("/metrics") && !path.equals("/")) return WRONG_PATH;
        return words[0].equals("GET") ? PAGE : HEAD;
    }
}
