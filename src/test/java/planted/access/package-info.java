/** Planted faults. */
@NullMarked
package planted.access;

import org.jspecify.annotations.NullMarked;
