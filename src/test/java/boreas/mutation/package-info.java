/// Damaged packets, as many as one likes: real ones from the vectors, cut, stretched, spliced and
/// with flipped bits, from a seed that a failure names.
@NullMarked
package boreas.mutation;

import org.jspecify.annotations.NullMarked;
