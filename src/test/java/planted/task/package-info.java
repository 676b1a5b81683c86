/** Planted faults. */
@NullMarked
package planted.task;

import org.jspecify.annotations.NullMarked;
