package boreas.sim.survey;

import java.util.List;
import java.util.Locale;

/// One diagram: for each value, the share of all whose value is not greater. A steep line means
/// that all are alike; a line that ends below the top means that some have no value at all.
///
/// @param unit what the values are, below their axis
/// @param whole what the share is of, beside its axis
record CumulativePlot(
        String title, String unit, String whole, boolean isLogarithmic, List<Curve> curves) {
    static final int WIDTH = 460;
    static final int HEIGHT = 330;

    private static final int LEFT = 62;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 52;

    /// Told apart by people who see few colours, too (M. Okabe, K. Ito).
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73");

    /// @param count of all, with those that have no value
    record Curve(String name, Sample values, int count) {}

    CumulativePlot {
        curves = List.copyOf(curves);
    }

    /// Appends the diagram as an SVG group.
    void draw(StringBuilder svg, int x, int y) {
        var axis = axis();
        svg.append("<g transform=\"translate(%d,%d)\">\n".formatted(x, y));
        text(svg, LEFT, 20, "title", title);
        drawGrid(svg, axis);
        for (int i = 0; i < curves.size(); i++) drawCurve(svg, axis, i);
        svg.append("</g>\n");
    }

    private Axis axis() {
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (var curve : curves)
            for (double v : curve.values.values()) {
                least = Math.min(least, v);
                most = Math.max(most, v);
            }
        if (least > most) return isLogarithmic ? Axis.logarithmic(1, 10) : Axis.linear(0, 1);
        if (isLogarithmic) return Axis.logarithmic(Math.max(least, 1e-3), Math.max(most, 1e-3));
        return Axis.linear(
                Math.min(least, least >= 1 && least < 2 ? 1 : 0), Math.max(most, least + 1));
    }

    private void drawGrid(StringBuilder svg, Axis axis) {
        int bottom = HEIGHT - BOTTOM;
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            line(svg, "grid", LEFT, y, WIDTH - RIGHT, y);
            text(svg, LEFT - 8, y + 4, "tick end", percent + " %");
        }
        for (double tick : axis.ticks()) {
            double x = x(axis, tick);
            line(svg, "grid", x, TOP, x, bottom);
            text(svg, x, bottom + 17, "tick middle", tickText(tick));
        }
        line(svg, "axis", LEFT, bottom, WIDTH - RIGHT, bottom);
        line(svg, "axis", LEFT, TOP, LEFT, bottom);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "label middle", unit);
        svg.append(
                "<text class=\"label middle\" transform=\"translate(14,%s) rotate(-90)\">%s</text>\n"
                        .formatted(number((TOP + bottom) / 2.0), escaped(whole)));
    }

    private void drawCurve(StringBuilder svg, Axis axis, int index) {
        var curve = curves.get(index);
        var colour = COLOURS.get(index % COLOURS.size());
        var values = curve.values.values();
        var path = new StringBuilder();
        double lastX = -1;
        for (int i = 0; i < values.length; i++) {
            boolean isLastOfItsKind = i + 1 == values.length || values[i + 1] != values[i];
            if (!isLastOfItsKind) continue;
            double x = x(axis, values[i]);
            double y = y((i + 1.0) / curve.count);
            // What the eye cannot tell apart would only swell the file.
            if (lastX >= 0 && x - lastX < 0.25 && i + 1 < values.length) continue;
            path.append(lastX < 0 ? "M%s,%s".formatted(number(x), number(y(0))) : "H" + number(x));
            path.append("V").append(number(y));
            lastX = x;
        }
        if (lastX >= 0) path.append("H").append(number(WIDTH - RIGHT));
        svg.append("<path class=\"curve\" stroke=\"%s\" d=\"%s\"/>\n".formatted(colour, path));
        if (curve.name.isEmpty()) return;
        double y = HEIGHT - BOTTOM - 14 - 18.0 * (curves.size() - 1 - index);
        double x = WIDTH - RIGHT - 140;
        svg.append(
                "<line class=\"curve\" stroke=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                        .formatted(
                                colour, number(x), number(y - 4), number(x + 20), number(y - 4)));
        text(svg, x + 26, y, "label", curve.name);
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.position(value) * (WIDTH - RIGHT - LEFT);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    private static String tickText(double value) {
        if (value >= 1_000_000) return number(value / 1_000_000) + "M";
        if (value >= 10_000) return number(value / 1_000) + "k";
        return number(value);
    }

    private static void line(
            StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
        svg.append(
                "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                        .formatted(kind, number(x1), number(y1), number(x2), number(y2)));
    }

    private static void text(StringBuilder svg, double x, double y, String kind, String text) {
        svg.append(
                "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                        .formatted(kind, number(x), number(y), escaped(text)));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String number(double value) {
        var text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
