/** Planted faults. */
@NullMarked
package planted.move;

import org.jspecify.annotations.NullMarked;
