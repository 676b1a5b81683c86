package dev.reelroute.ledger;

/**
 * One statement of the ledger with its parameters. A statement is a record: its name in kebab-case is the name of its
 * {@code sql/*.sql} file ({@code ClaimTask} is {@code claim-task.sql}), its components are the named parameters.
 */
public sealed interface Statement {

    /** A statement that changes rows and answers with how many. */
    non-sealed interface Change extends Statement {}

    /** A statement that answers with rows, each read into a record: component {@code leaseUntil} is column {@code lease_until}. */
    non-sealed interface Question<R extends Record> extends Statement {}
}
