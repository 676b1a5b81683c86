/**
 * Under which addresses clients find this installation: that of the current request, or the configured one. Links,
 * presigned URLs, the content security policy and the accepted host names all come from here; and from which addresses
 * clients come. Knows failures.
 */
@NullMarked
package dev.reelroute.address;

import org.jspecify.annotations.NullMarked;
