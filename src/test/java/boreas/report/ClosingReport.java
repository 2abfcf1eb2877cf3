package boreas.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// Reads Surefire's reports and says what a developer wants to know last: each failed and each
/// skipped test by name, the reason, and one line of counts.
///
/// Surefire's own closing line counts the skipped tests but neither names them nor says why.
final class ClosingReport {
    private int passed;
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        var summary = of(Path.of(args[0]));
        System.out.print(summary.text());
        System.exit(summary.failed.isEmpty() ? 0 : 1);
    }

    static ClosingReport of(Path reports)
            throws IOException, ParserConfigurationException, SAXException {
        var summary = new ClosingReport();
        List<Path> files;
        try (Stream<Path> all = Files.list(reports)) {
            files = all.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).toList();
        }
        var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
        for (var file : files.stream().sorted().toList()) {
            var cases = builder.parse(file.toFile()).getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) summary.add((Element) cases.item(i));
        }
        return summary;
    }

    private void add(Element test) {
        var className = test.getAttribute("classname");
        var name =
                className.substring(className.lastIndexOf('.') + 1)
                        + "."
                        + test.getAttribute("name");
        if (!reason(test, "failure").isEmpty()) failed.add(name + ": " + reason(test, "failure"));
        else if (!reason(test, "error").isEmpty()) failed.add(name + ": " + reason(test, "error"));
        else if (!reason(test, "skipped").isEmpty())
            skipped.add(name + ": " + reason(test, "skipped"));
        else passed++;
    }

    /// Empty when the test has no such mark; the first line of what it says otherwise.
    private static String reason(Element test, String mark) {
        var marks = test.getElementsByTagName(mark);
        if (marks.getLength() == 0) return "";
        var element = (Element) marks.item(0);
        var said = element.getAttribute("message");
        if (said.isBlank()) said = element.getTextContent();
        said = said.strip().lines().findFirst().orElse("");
        int prefix = said.indexOf("Assumption failed: ");
        if (prefix >= 0) said = said.substring(prefix + "Assumption failed: ".length());
        return said.isBlank() ? "no reason given" : said;
    }

    String text() {
        var out = new StringBuilder();
        failed.forEach(line -> out.append("failed: ").append(line).append('\n'));
        skipped.forEach(line -> out.append("skipped: ").append(line).append('\n'));
        return out.append(passed)
                .append(" passed, ")
                .append(failed.size())
                .append(" failed, ")
                .append(skipped.size())
                .append(" skipped\n")
                .toString();
    }
}
