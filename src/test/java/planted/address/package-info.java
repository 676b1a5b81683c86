/** Planted faults. */
@NullMarked
package planted.address;

import org.jspecify.annotations.NullMarked;
