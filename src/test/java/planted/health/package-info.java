/** Planted faults. */
@NullMarked
package planted.health;

import org.jspecify.annotations.NullMarked;
