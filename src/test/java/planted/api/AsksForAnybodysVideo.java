package planted.api;

import dev.reelroute.ledger.Ledger;
import java.util.function.Supplier;
import planted.intake.ReachesBeyondTheWall;

class AsksForAnybodysVideo {

    Supplier<Integer> asked(Ledger ledger) {
        return () -> new ReachesBeyondTheWall().count(ledger);
    }
}
