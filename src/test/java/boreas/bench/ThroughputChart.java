package boreas.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.svg.SVGGraphics2D;

/// One figure of all rows as bars: each row has its median, its lowest round and its highest.
final class ThroughputChart {
    private static final int WIDTH = 900, ROW_HEIGHT = 44, MARGIN_HEIGHT = 110;
    private static final Color MEDIAN = new Color(0x2f5d8a), EDGE = new Color(0xb8c9da);

    private ThroughputChart() {}

    static void write(ThroughputRun run, Figure figure, Path file) throws IOException {
        var data = new DefaultCategoryDataset();
        for (var row : run.rows()) {
            var series = run.series(row, figure);
            if (series.count() == 0) continue;
            data.addValue(series.min(), "lowest round", row);
            data.addValue(series.median(), "median", row);
            data.addValue(series.max(), "highest round", row);
        }
        int height = MARGIN_HEIGHT + ROW_HEIGHT * data.getColumnCount();
        var svg = new SVGGraphics2D(WIDTH, height);
        chart(run, figure, data).draw(svg, new Rectangle(WIDTH, height));
        Files.writeString(file, svg.getSVGDocument() + "\n");
    }

    private static JFreeChart chart(ThroughputRun run, Figure figure, DefaultCategoryDataset data) {
        var title =
                "%s: %d rounds, %s, %s"
                        .formatted(
                                figure.title(),
                                run.rounds(),
                                run.told("machine"),
                                run.told("date"));
        var chart =
                ChartFactory.createBarChart(
                        title, null, null, data, PlotOrientation.HORIZONTAL, true, false, false);
        var plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        var bars = (BarRenderer) plot.getRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setItemMargin(0);
        bars.setSeriesPaint(0, EDGE);
        bars.setSeriesPaint(1, MEDIAN);
        bars.setSeriesPaint(2, EDGE);
        var format = NumberFormat.getNumberInstance(Locale.ROOT);
        format.setMaximumFractionDigits(figure.decimals());
        bars.setSeriesItemLabelGenerator(1, new StandardCategoryItemLabelGenerator("{2}", format));
        bars.setSeriesItemLabelsVisible(1, true);
        plot.setRangeGridlineStroke(new BasicStroke(0.5f));
        return chart;
    }
}
