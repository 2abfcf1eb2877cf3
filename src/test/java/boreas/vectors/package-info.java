/// Vectors: files of bytes captured from genuine nodes, and the suites that run them.
///
/// A package writes one [boreas.vectors.VectorSuite] for each vector file, or part of a file, that
/// it can judge, and lists it in [boreas.vectors.VectorRun]. Its own tests call
/// [boreas.vectors.Vectors#run]; `./dev vectors DIR` runs all suites over all files of any folder.
@NullMarked
package boreas.vectors;

import org.jspecify.annotations.NullMarked;
