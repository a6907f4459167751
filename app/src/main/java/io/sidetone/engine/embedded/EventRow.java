package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** An event as a row of the journal. */
final class EventRow {
    /** What {@link #read} needs, in its order. */
    static final String COLUMNS = "pos, call, seq, type, leg, role, n, at, event_id, labels, data";

    private static final String INSERT =
            "insert into event(pos, call, seq, type, leg, role, n, at, event_id, labels, data, shard, text, crc)"
                    + " values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(event_id) do nothing";

    private EventRow() {}

    /** @return 0 if an event of the same id is there already, else 1 */
    static int insert(Db db, long position, CallEvent event, int shard) throws SQLException {
        return db.change(INSERT, insert -> bind(insert, position, event, shard));
    }

    private static void bind(PreparedStatement insert, long position, CallEvent event, int shard) throws SQLException {
        insert.setLong(1, position);
        insert.setString(2, event.callId());
        insert.setLong(3, event.seq());
        insert.setString(4, event.type());
        insert.setString(5, event.legId());
        insert.setString(6, event.role());
        insert.setLong(7, event.n());
        insert.setLong(8, event.atMillis());
        insert.setString(9, event.eventId());
        insert.setString(10, Labels.json(event.labels()));
        insert.setBytes(11, event.data());
        insert.setInt(12, shard);
        insert.setString(13, text(event));
        insert.setLong(14, checksum(event));
    }

    /** What a search sees. */
    private static @Nullable String text(CallEvent event) {
        return isSaid(event) ? EventFields.text(event.data(), "text") : null;
    }

    /** Whether it has words that a search finds. */
    static boolean isSaid(CallEvent event) {
        return event.type().equals("transcript.final");
    }

    static EventLog.Stored read(ResultSet row) throws SQLException {
        CallEvent event = new CallEvent(
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getLong(8),
                row.getString(9),
                Labels.read(row.getString(10)),
                row.getBytes(11));
        return new EventLog.Stored(new Position(row.getLong(1)), event);
    }

    /** SQLite tells damaged pages, but not damaged bytes in a row: so that what is salvaged is what was written. */
    static long checksum(CallEvent event) {
        CRC32 sum = new CRC32();
        for (String text : new String[] {event.callId(), event.type(), event.eventId()}) {
            sum.update(text.getBytes(StandardCharsets.UTF_8));
            sum.update(0);
        }
        sum.update(event.data());
        return sum.getValue();
    }
}
