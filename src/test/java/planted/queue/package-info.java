/** Planted faults. */
@NullMarked
package planted.queue;

import org.jspecify.annotations.NullMarked;
