/** Planted faults. */
@NullMarked
package planted.inspect;

import org.jspecify.annotations.NullMarked;
