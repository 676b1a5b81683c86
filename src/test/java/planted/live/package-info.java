/** Planted faults. */
@NullMarked
package planted.live;

import org.jspecify.annotations.NullMarked;
