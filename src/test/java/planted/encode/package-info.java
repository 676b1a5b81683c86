/** Planted faults. */
@NullMarked
package planted.encode;

import org.jspecify.annotations.NullMarked;
