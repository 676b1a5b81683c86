/**
 * What only one of all processes does at a time, by leases in the ledger. Knows the ledger's rows; nothing of what is done.
 */
@NullMarked
package dev.reelroute.duty;

import org.jspecify.annotations.NullMarked;
