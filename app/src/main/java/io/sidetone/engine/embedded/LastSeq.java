package io.sidetone.engine.embedded;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks the newest number of a call up in the list of calls. Confined to who writes the journal. */
final class LastSeq {
    private static final Logger LOG = LoggerFactory.getLogger(LastSeq.class);

    private final Reads reads;
    private final long from;
    private boolean listed; // the list knows all calls that were there when the journal was opened

    /** @param from the newest position when the journal was opened */
    LastSeq(Reads reads, long from) {
        this.reads = reads;
        this.from = from;
    }

    /** 0 if there is no such call, {@link Long#MAX_VALUE} while the list is not made yet or cannot be read. */
    long of(String callId) {
        try {
            listed = listed || Projection.position(reads.state()) >= from;
            return listed ? reads.state().number("select last_seq from call where call = ?", callId) : Long.MAX_VALUE;
        } catch (SQLException e) {
            LOG.debug("{} is looked for in every file, as the list of calls cannot be read", callId, e);
            return Long.MAX_VALUE;
        }
    }

    void letGo() throws SQLException {
        reads.close();
    }
}
