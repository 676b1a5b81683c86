package planted.plan;

import planted.ledger.Ledger;

/** Decides by what it asks for, not by what it is given. */
record AsksTheLedger(Ledger ledger) {}
