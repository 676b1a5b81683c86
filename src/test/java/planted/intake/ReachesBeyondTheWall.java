package planted.intake;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements;
import dev.reelroute.ledger.Statements.ExpireLeases;
import dev.reelroute.ledger.Statements.TouchVideo;
import dev.reelroute.ledger.Statements.UnrungTasks;

public class ReachesBeyondTheWall {

    public int count(Ledger ledger) {
        return ledger.run(new ExpireLeases()) + ledger.run(new TouchVideo("id", Statements.EVERY_TENANT));
    }

    void isNotCalled(Ledger ledger) {
        ledger.ask(new UnrungTasks());
    }
}
