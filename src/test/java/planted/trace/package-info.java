/** Planted faults. */
@NullMarked
package planted.trace;

import org.jspecify.annotations.NullMarked;
