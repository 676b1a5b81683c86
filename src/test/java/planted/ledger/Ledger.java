package planted.ledger;

/** What is remembered. */
public record Ledger() {}
