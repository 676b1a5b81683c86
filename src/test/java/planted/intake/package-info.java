/** Planted faults. */
@NullMarked
package planted.intake;

import org.jspecify.annotations.NullMarked;
