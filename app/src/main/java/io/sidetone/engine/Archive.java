package io.sidetone.engine;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What was: calls and deliveries for listing, searching, exporting, repeating and erasing. A projection of the log. */
public interface Archive {

    /** Calls, newest first. */
    CompletionStage<Page<CallSummary>> calls(CallQuery query);

    /** Finals whose text matches, newest first. */
    CompletionStage<Page<Hit>> search(String words, Cursor from, int max);

    /** Notes what became of one delivery; the newest note per event and target counts. */
    CompletionStage<Void> note(Delivery delivery);

    /** Deliveries, newest first. */
    CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query);

    /** Removes every trace of a call or of a number, and says what that was. */
    CompletionStage<Erased> erase(Erasure what);

    /** Where a listing goes on. Opaque. */
    record Cursor(@Nullable String value) {
        public static final Cursor START = new Cursor(null);
    }

    /** A part of a listing; {@code next} is null at its end. */
    record Page<T>(List<T> items, @Nullable Cursor next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** Null components do not restrict. */
    record CallQuery(
            @Nullable Boolean live,
            @Nullable Long sinceMillis,
            @Nullable Long untilMillis,
            Cursor from,
            int max) {}

    /**
     * @param endedAtMillis null while the call lives
     * @param started data of {@code call.started}, UTF-8 JSON
     * @param ended data of {@code call.ended}, UTF-8 JSON, null while the call lives
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record CallSummary(
            String callId,
            long startedAtMillis,
            @Nullable Long endedAtMillis,
            byte[] started,
            byte @Nullable [] ended) {}

    /** A final that matched. */
    record Hit(EventLog.Stored stored, String text) {}

    /**
     * One event to one target.
     *
     * @param httpStatus the last answer's status, 0 if there was none
     * @param detail what went wrong last, or null
     * @param answer the receiver's JSON answer, UTF-8, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Delivery(
            String eventId,
            String callId,
            long seq,
            String type,
            String target,
            Status status,
            int attempts,
            long firstAtMillis,
            long lastAtMillis,
            int httpStatus,
            @Nullable String detail,
            byte @Nullable [] answer) {}

    enum Status {
        PENDING,
        DELIVERED,
        DEAD
    }

    /** Null components do not restrict. */
    record DeliveryQuery(
            @Nullable String callId,
            @Nullable String target,
            @Nullable Status status,
            Cursor from,
            int max) {}

    /** What to erase. */
    sealed interface Erasure {
        record Call(String callId) implements Erasure {}

        /** @param number as it stands in {@code from} or {@code to}, such as {@code +15550100001} */
        record PhoneNumber(String number) implements Erasure {}
    }

    record Erased(List<String> callIds, long events, long deliveries) {
        public Erased {
            callIds = List.copyOf(callIds);
        }
    }
}
