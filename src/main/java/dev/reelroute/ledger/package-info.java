/**
 * What is remembered: typed statements over the {@code .sql} files and the rows they answer with. Knows the database; decides nothing.
 */
@NullMarked
package dev.reelroute.ledger;

import org.jspecify.annotations.NullMarked;
