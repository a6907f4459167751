package io.sidetone.engine.embedded;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest number of the calls written to lately. An event with a higher one cannot be in the journal yet, so that
 * older files need not be asked for it. Confined to who writes.
 */
final class CallSeqs {
    private static final int CALLS = 65_536;

    private final LastSeq lookUp;
    private final Map<String, Long> seqs = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CALLS;
        }
    };

    CallSeqs(LastSeq lookUp) {
        this.lookUp = lookUp;
    }

    boolean isNew(String callId, long seq) {
        Long last = seqs.get(callId);
        return seq > (last == null ? lookUp.of(callId) : last);
    }

    void wrote(String callId, long seq) {
        seqs.merge(callId, seq, Math::max);
    }

    /** Lets go of what was opened to look up. */
    void letGo() throws SQLException {
        lookUp.letGo();
    }

    void forget(String callId) {
        seqs.remove(callId);
    }
}
