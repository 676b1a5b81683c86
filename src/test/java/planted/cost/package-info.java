/** Planted faults. */
@NullMarked
package planted.cost;

import org.jspecify.annotations.NullMarked;
