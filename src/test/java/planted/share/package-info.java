/** Planted faults. */
@NullMarked
package planted.share;

import org.jspecify.annotations.NullMarked;
