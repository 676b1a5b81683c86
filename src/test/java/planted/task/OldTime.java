package planted.task;

import java.util.logging.Logger;

/** Another way to do it. */
record OldTime(Logger log) {}
