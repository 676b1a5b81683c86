/**
 * Work that only one of all processes does at a time, by leases in the ledger. Knows the ledger's rows, but not the
 * work itself.
 */
@NullMarked
package dev.reelroute.duty;

import org.jspecify.annotations.NullMarked;
