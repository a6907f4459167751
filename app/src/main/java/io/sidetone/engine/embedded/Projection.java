package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the list of calls in step with the journal: every event counts once, in order, in the commit that also says how
 * far it has come. Confined to the state's thread.
 */
final class Projection {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
    private static final String MARK = "projected";
    private static final String UPSERT = "insert into call(id, call, last_pos, last_seq, started, started_data, ended,"
            + " ended_data, direction, from_number, to_number, labels, roles, finals, words, faults)"
            + " values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(call) do update set"
            + " last_pos = excluded.last_pos, last_seq = max(last_seq, excluded.last_seq),"
            + " started = coalesce(excluded.started, started),"
            + " started_data = coalesce(excluded.started_data, started_data),"
            + " ended = coalesce(excluded.ended, ended), ended_data = coalesce(excluded.ended_data, ended_data),"
            + " direction = coalesce(excluded.direction, direction),"
            + " from_number = coalesce(excluded.from_number, from_number),"
            + " to_number = coalesce(excluded.to_number, to_number), labels = coalesce(excluded.labels, labels),"
            + " roles = coalesce(excluded.roles, roles), finals = finals + excluded.finals,"
            + " words = words + excluded.words, faults = faults + excluded.faults";

    private final Reads journal;
    private final java.util.function.Predicate<String> erased;

    /** @param erased calls of which nothing may be kept any more */
    Projection(Reads journal, java.util.function.Predicate<String> erased) {
        this.journal = journal;
        this.erased = erased;
    }

    /** The newest event that counts. */
    static long position(Db state) throws SQLException {
        return state.number("select value from mark where name = ?", MARK);
    }

    /** Reads from the journal what stands before a position and does not count yet. */
    void catchUp(Db state, long to) throws SQLException {
        long at = position(state);
        long from = at;
        while (at + 1 < to) {
            EventPage page = journal.page(-1, at + 1, to);
            state.begin();
            apply(state, page.events());
            at = page.next() - 1;
            mark(state, at);
            state.commit();
        }
        if (at > from) {
            LOG.debug("the list of calls caught up from {} to {}", from, at);
        }
    }

    /** Within a transaction of the caller's. */
    void apply(Db state, List<EventLog.Stored> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        long at = position(state);
        Map<String, Summed> calls = new LinkedHashMap<>();
        for (EventLog.Stored stored : events) {
            if (stored.at().value() > at && !erased.test(stored.event().callId())) {
                calls.computeIfAbsent(stored.event().callId(), Summed::new).add(stored);
            }
        }
        for (Summed call : calls.values()) {
            call.write(state);
        }
        mark(state, Math.max(at, events.get(events.size() - 1).at().value()));
    }

    private static void mark(Db state, long position) throws SQLException {
        state.run(
                "insert into mark(name, value) values(?, ?) on conflict do update set value = excluded.value",
                MARK,
                position);
    }

    void letGo() {
        try {
            journal.close();
        } catch (SQLException e) {
            LOG.debug("a connection was not closed well: {}", e.toString());
        }
    }

    /** What some events add to one call. */
    private static final class Summed {
        private final String callId;
        private final Set<String> roles = new HashSet<>();
        private long firstPosition;
        private long lastPosition;
        private long lastSeq;
        private long finals;
        private long words;
        private long faults;
        private @Nullable CallEvent started;
        private @Nullable CallEvent ended;

        Summed(String callId) {
            this.callId = callId;
        }

        void add(EventLog.Stored stored) {
            CallEvent event = stored.event();
            firstPosition = firstPosition == 0 ? stored.at().value() : firstPosition;
            lastPosition = stored.at().value();
            lastSeq = Math.max(lastSeq, event.seq());
            if (event.role() != null) {
                roles.add(event.role());
            }
            switch (event.type()) {
                case "call.started" -> started = event;
                case "call.ended" -> ended = event;
                case "transcript.final" -> {
                    finals++;
                    words += words(event);
                }
                case "fault" -> faults += EventFields.isTrue(event.data(), "resolved") ? 0 : 1;
                default -> {} // of these a call's summary knows no more than their number
            }
        }

        private static long words(CallEvent event) {
            int listed = EventFields.length(event.data(), "words");
            return listed >= 0 ? listed : Words.count(EventFields.text(event.data(), "text"));
        }

        void write(Db state) throws SQLException {
            CallEvent begin = started;
            CallEvent over = ended;
            Map<String, String> fields =
                    begin == null ? Map.of() : EventFields.texts(begin.data(), "direction", "from", "to");
            state.run(
                    UPSERT,
                    firstPosition,
                    callId,
                    lastPosition,
                    lastSeq,
                    begin == null ? null : begin.atMillis(),
                    begin == null ? null : begin.data(),
                    over == null ? null : over.atMillis(),
                    over == null ? null : over.data(),
                    fields.get("direction"),
                    fields.get("from"),
                    fields.get("to"),
                    begin == null ? null : Labels.json(begin.labels()),
                    roles(state),
                    finals,
                    words,
                    faults);
        }

        private @Nullable String roles(Db state) throws SQLException {
            if (roles.isEmpty()) {
                return null;
            }
            Set<String> all = new HashSet<>(roles);
            List<Set<String>> known = state.list(
                    "select roles from call where call = ?", row -> Labels.readSet(row.getString(1)), callId);
            known.forEach(all::addAll);
            return Labels.json(all);
        }
    }
}
