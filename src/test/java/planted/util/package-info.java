/** Planted faults. */
@NullMarked
package planted.util;

import org.jspecify.annotations.NullMarked;
