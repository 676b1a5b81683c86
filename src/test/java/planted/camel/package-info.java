/** Planted faults. */
@NullMarked
package planted.camel;

import org.jspecify.annotations.NullMarked;
