/**
 * Who calls, and what the caller may do: API keys in the ledger, tokens of an issuer, the scope that each operation of the
 * contract wants, and the line in the log that tells who did what. Knows failures, addresses, the
 * ledger, and whether it is away.
 */
@NullMarked
package dev.reelroute.access;

import org.jspecify.annotations.NullMarked;
