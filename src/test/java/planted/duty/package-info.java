/** Planted faults. */
@NullMarked
package planted.duty;

import org.jspecify.annotations.NullMarked;
