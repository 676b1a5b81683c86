/**
 * What is remembered: typed statements over the {@code .sql} files, and the rows that they return. Knows the database,
 * but makes no decisions.
 */
@NullMarked
package dev.reelroute.ledger;

import org.jspecify.annotations.NullMarked;
