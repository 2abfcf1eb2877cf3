/// `boreas demo`: the job that Boreas is for, done on this machine before the reader's eyes and
/// checked step by step.
///
/// Owns the steps' order, the table and the JSON. Refuses: how a stage works. A stage offers steps
/// ([boreas.lab.demo.DemoStage]); the one in namespaces stands here, another one can be handed in.
/// Called by the command line, on its thread.
@NullMarked
package boreas.lab.demo;

import org.jspecify.annotations.NullMarked;
