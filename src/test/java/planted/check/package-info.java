/** Planted faults. */
@NullMarked
package planted.check;

import org.jspecify.annotations.NullMarked;
