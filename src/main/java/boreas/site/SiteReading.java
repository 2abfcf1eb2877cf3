package boreas.site;

import boreas.config.Problem;
import boreas.value.JsonDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of reading a site file.
///
/// @param site null when a problem is an error
/// @param problems in the order of their places
/// @param document the file itself, to be edited and written back
public record SiteReading(@Nullable Site site, List<Problem> problems, JsonDocument document) {}
