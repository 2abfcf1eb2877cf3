/// What a network of many nodes does, counted: who reaches whom, by how long a way, at what cost.
///
/// Owns the plan of such a survey ([boreas.sim.survey.SurveyPlan]), its run, and the ways to tell
/// its result. Refuses to judge: bounds are the caller's. Called by `cli` and by tests; one thread,
/// the one that runs the world.
@NullMarked
package boreas.sim.survey;

import org.jspecify.annotations.NullMarked;
