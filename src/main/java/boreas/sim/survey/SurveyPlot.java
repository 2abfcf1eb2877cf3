package boreas.sim.survey;

import boreas.sim.survey.CumulativePlot.Curve;
import java.util.List;

/// Draws a result as a picture (SVG): four diagrams of shares.
///
/// Drawn by hand: the libraries that draw charts in Java stand on AWT, which brings the desktop
/// module, and fonts that a JDK for servers has not.
public final class SurveyPlot {
    private static final int MARGIN = 20;
    private static final int HEAD = 66;

    private SurveyPlot() {}

    public static String of(SurveyPlan plan, SurveyResult result) {
        int width = 3 * MARGIN + 2 * CumulativePlot.WIDTH;
        int height = HEAD + 2 * MARGIN + 2 * CumulativePlot.HEIGHT;
        var title =
                "%d nodes, %s, %s minutes of virtual time"
                        .formatted(
                                plan.topology().nodes(),
                                plan.topology().name(),
                                SurveyTable.number(plan.durationNs() / 60e9));
        var subtitle =
                "%d of %d pairs reached; seed %d, crypto: %s, links of %s ms, jitter %s ms, loss %s %%"
                        .formatted(
                                result.reached(),
                                result.pairs(),
                                plan.seed(),
                                plan.crypto().name(),
                                SurveyTable.number(plan.weather().delayNs() / 1e6),
                                SurveyTable.number(plan.weather().jitterNs() / 1e6),
                                SurveyTable.number(plan.weather().lossPpm() / 1e4));
        var svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
                <title>%s</title>
                <style>
                text { font-family: sans-serif; fill: #222; font-size: 12px }
                .head { font-size: 20px; font-weight: bold }
                .title { font-size: 15px; font-weight: bold }
                .tick { font-size: 11px; fill: #555 }
                .end { text-anchor: end }
                .middle { text-anchor: middle }
                .grid { stroke: #e4e4e4 }
                .axis { stroke: #555 }
                .curve { fill: none; stroke-width: 2 }
                </style>
                <rect width="100%%" height="100%%" fill="white"/>
                <text class="head" x="%d" y="32">%s</text>
                <text x="%d" y="54">%s</text>
                """
                        .formatted(
                                width,
                                height,
                                width,
                                height,
                                CumulativePlot.escaped(title),
                                2 * MARGIN,
                                CumulativePlot.escaped(title),
                                2 * MARGIN,
                                CumulativePlot.escaped(subtitle)));
        int right = 2 * MARGIN + CumulativePlot.WIDTH;
        int below = HEAD + MARGIN + CumulativePlot.HEIGHT;
        stretch(result).draw(svg, MARGIN, HEAD);
        reachability(result).draw(svg, right, HEAD);
        questions(result).draw(svg, MARGIN, below);
        datagrams(result).draw(svg, right, below);
        return svg.append("</svg>\n").toString();
    }

    private static CumulativePlot stretch(SurveyResult r) {
        return new CumulativePlot(
                "Stretch of paths",
                "hops of the path in use / fewest hops possible",
                "share of pairs",
                false,
                List.of(
                        new Curve("at the first packet", r.firstStretch(), r.firstStretch().size()),
                        new Curve(
                                "after %d s".formatted(SurveyPlan.PACKETS),
                                r.stretch(),
                                r.stretch().size())));
    }

    private static CumulativePlot reachability(SurveyResult r) {
        return new CumulativePlot(
                "Reachability over time",
                "ms from the first packet sent to the first one arrived",
                "share of all pairs",
                true,
                List.of(new Curve("", r.reachedAfterMs(), Math.max(1, r.pairs()))));
    }

    private static CumulativePlot questions(SurveyResult r) {
        return rates(
                "Routing questions of a node",
                "questions/s",
                r.idle().questions(),
                r.loaded().questions());
    }

    private static CumulativePlot datagrams(SurveyResult r) {
        return rates(
                "Datagrams sent by a node",
                "datagrams/s",
                r.idle().datagrams(),
                r.loaded().datagrams());
    }

    private static CumulativePlot rates(String title, String unit, Sample idle, Sample loaded) {
        return new CumulativePlot(
                title,
                unit,
                "share of nodes",
                false,
                List.of(
                        new Curve("idle", idle, idle.size()),
                        new Curve("while pairs talk", loaded, loaded.size())));
    }
}
