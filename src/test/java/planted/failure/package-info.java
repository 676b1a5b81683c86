/** Planted faults. */
@NullMarked
package planted.failure;

import org.jspecify.annotations.NullMarked;
