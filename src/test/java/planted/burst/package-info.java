/** Planted faults. */
@NullMarked
package planted.burst;

import org.jspecify.annotations.NullMarked;
