/** Planted faults. */
@NullMarked
package planted.plan;

import org.jspecify.annotations.NullMarked;
