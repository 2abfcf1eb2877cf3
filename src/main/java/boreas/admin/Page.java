package boreas.admin;

import java.util.List;

/// A slice of a list as the admin interface pages it.
///
/// @param items empty when the page lies past the end, or is negative
/// @param hasMore true when another page follows
record Page<T>(List<T> items, boolean hasMore) {
    static <T> Page<T> of(List<T> all, long page, int perPage) {
        if (page < 0 || page > all.size() / perPage) return new Page<>(List.of(), false);
        int from = (int) page * perPage;
        int to = Math.min(from + perPage, all.size());
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size());
    }
}
