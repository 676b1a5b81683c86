/**
 * What tenants may use, and what they have used: videos, files, requests a second. Counted in the ledger, over all processes. Knows
 * failures, the ledger, and whether callers are known.
 */
@NullMarked
package dev.reelroute.quota;

import org.jspecify.annotations.NullMarked;
