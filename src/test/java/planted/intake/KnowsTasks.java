package planted.intake;

import planted.task.KnowsIntake;

/** One half of a cycle. */
public record KnowsTasks(KnowsIntake other) {}
