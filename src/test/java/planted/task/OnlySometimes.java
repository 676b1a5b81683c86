package planted.task;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** A bean that is not there after a build for another setting. */
@ConditionalOnProperty("reelroute.sometimes")
final class OnlySometimes {}
