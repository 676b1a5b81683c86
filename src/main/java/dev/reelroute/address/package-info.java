/**
 * Under which addresses this installation is found: by the request that is being answered, or by configuration. The one
 * place from which links, presigned URLs, the content security policy and the names that are served follow. Knows
 * failures.
 */
@NullMarked
package dev.reelroute.address;

import org.jspecify.annotations.NullMarked;
