package planted.plan;

import planted.ledger.Ledger;

/** No fault: a step of a route may ask. */
record Planner(Ledger ledger) {}
