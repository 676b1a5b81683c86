package planted.task;

import planted.intake.KnowsTasks;

/** The other half. */
public record KnowsIntake(KnowsTasks other) {}
