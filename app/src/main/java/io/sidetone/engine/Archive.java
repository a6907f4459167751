package io.sidetone.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was: calls, events and deliveries for listing, searching, exporting, repeating and erasing. A projection
 * of the log, so it may be a moment behind it; never ahead.
 */
public interface Archive {

    /** Calls, in the order asked for. */
    CompletionStage<Page<CallSummary>> calls(CallQuery query);

    /** A call, unless the scope does not let it through. */
    CompletionStage<Optional<CallSummary>> call(String callId, CallFilter scope);

    default CompletionStage<Optional<CallSummary>> call(String callId) {
        return call(callId, CallFilter.ALL);
    }

    /** How many calls there are; the page's place and size mean nothing to it. */
    CompletionStage<Long> countCalls(CallQuery query);

    /**
     * Finals that hold all the words, newest first. With a scope a page may be short, or empty, though more follow.
     *
     * @param scope of which calls
     */
    CompletionStage<Page<Hit>> search(String words, CallFilter scope, Cursor from, int max);

    default CompletionStage<Page<Hit>> search(String words, Cursor from, int max) {
        return search(words, CallFilter.ALL, from, max);
    }

    /**
     * Events of all calls in the order of the log, oldest first: the pull side. With a scope a slice may be short, or
     * empty, though more follow: then {@code next} has moved.
     */
    CompletionStage<Slice<EventLog.Stored>> events(EventQuery query);

    /** One event of one call. */
    CompletionStage<Optional<EventLog.Stored>> event(String callId, long seq);

    /** Notes what became of one delivery; the newest note per event and target counts, and ends a wish to repeat it. */
    CompletionStage<Void> note(Delivery delivery);

    /** Deliveries, newest first. */
    CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query);

    CompletionStage<Long> count(DeliveryQuery query);

    /** Wishes for deliveries, dead or delivered, to be made again; the wish survives a restart. Says how many. */
    CompletionStage<Long> repeat(DeliveryQuery query);

    /** Deliveries that somebody wished for again and that are not noted since, oldest first. */
    CompletionStage<List<Delivery>> repeats(String target, int max);

    /** Forgets dead deliveries that nobody wants any more. Says how many. */
    CompletionStage<Long> drop(DeliveryQuery query);

    /**
     * Gives a call these tags in place of those it had, and tells whoever follows the log. Completes when they would
     * survive a power cut; with false if there is no such call.
     *
     * @param tags in the order in which they are shown, none twice
     */
    CompletionStage<Boolean> tag(String callId, List<String> tags);

    /** Keeps what an operator did. Completes when it would survive a power cut. */
    CompletionStage<Void> audit(Action action);

    /** What operators did, newest first. */
    CompletionStage<Page<Action>> actions(Cursor from, int max);

    /** Removes every trace of a call or of a number, and says what that was. Live calls are left and named. */
    CompletionStage<Erased> erase(Erasure what);

    /** Where a listing goes on. Opaque. */
    record Cursor(@Nullable String value) {
        public static final Cursor START = new Cursor(null);

        /** For {@link Archive#events} only: behind everything there is at present. */
        public static final Cursor END = new Cursor("end");
    }

    /** A part of a listing; {@code next} is null at its end. */
    record Page<T>(List<T> items, @Nullable Cursor next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** A part of something that grows; {@code next} is where to go on. Fewer items than may be: no more for now. */
    record Slice<T>(List<T> items, Cursor next) {
        public Slice {
            items = List.copyOf(items);
        }
    }

    /**
     * Which calls; null and empty components do not restrict.
     *
     * @param text words of the transcript, or a part of an id, a number, a label or a tag
     * @param role a leg has it
     * @param labels the call has all of them
     * @param fault something was wrong with the call
     * @param dead a delivery of it is dead
     * @param scope calls that it does not let through do not exist
     */
    record CallQuery(
            @Nullable Boolean live,
            @Nullable Long sinceMillis,
            @Nullable Long untilMillis,
            @Nullable String text,
            @Nullable String role,
            @Nullable String direction,
            Map<String, String> labels,
            @Nullable Boolean fault,
            @Nullable Boolean dead,
            CallFilter scope,
            Sort sort,
            Cursor from,
            int max) {
        public CallQuery {
            labels = Map.copyOf(labels);
        }

        /** Of all calls. */
        public CallQuery(
                @Nullable Boolean live,
                @Nullable Long sinceMillis,
                @Nullable Long untilMillis,
                @Nullable String text,
                @Nullable String role,
                @Nullable String direction,
                Map<String, String> labels,
                @Nullable Boolean fault,
                @Nullable Boolean dead,
                Sort sort,
                Cursor from,
                int max) {
            this(
                    live,
                    sinceMillis,
                    untilMillis,
                    text,
                    role,
                    direction,
                    labels,
                    fault,
                    dead,
                    CallFilter.ALL,
                    sort,
                    from,
                    max);
        }

        /** Newest first, by life and time of start. */
        public CallQuery(
                @Nullable Boolean live, @Nullable Long sinceMillis, @Nullable Long untilMillis, Cursor from, int max) {
            this(live, sinceMillis, untilMillis, null, null, null, Map.of(), null, null, Sort.NEWEST_FIRST, from, max);
        }
    }

    enum Sort {
        NEWEST_FIRST,
        OLDEST_FIRST,
        LONGEST_FIRST
    }

    /**
     * @param endedAtMillis null while the call lives
     * @param started data of {@code call.started}, UTF-8 JSON
     * @param ended data of {@code call.ended}, UTF-8 JSON, null while the call lives
     * @param lastSeq of its newest event
     * @param tags that people gave it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record CallSummary(
            String callId,
            long startedAtMillis,
            @Nullable Long endedAtMillis,
            byte[] started,
            byte @Nullable [] ended,
            long lastSeq,
            long finals,
            long words,
            long faults,
            Deliveries deliveries,
            List<String> tags) {}

    /** How a call's deliveries stand; pending are those that have failed so far. */
    record Deliveries(long pending, long delivered, long dead) {
        public static final Deliveries NONE = new Deliveries(0, 0, 0);
    }

    /** A final that matched. */
    record Hit(EventLog.Stored stored, String text) {}

    /**
     * Which events.
     *
     * @param callId null: all calls
     * @param types empty: all types
     * @param scope events of calls that it does not let through do not exist
     */
    record EventQuery(@Nullable String callId, Set<String> types, CallFilter scope, Cursor after, int max) {
        public EventQuery {
            types = Set.copyOf(types);
        }

        public EventQuery(@Nullable String callId, Set<String> types, Cursor after, int max) {
            this(callId, types, CallFilter.ALL, after, max);
        }

        /** The same from another place on. */
        public EventQuery from(Cursor other) {
            return new EventQuery(callId, types, scope, other, max);
        }
    }

    /**
     * One event to one target.
     *
     * @param legId null for events of the whole call
     * @param n of a final, else 0
     * @param httpStatus the last answer's status, 0 if there was none
     * @param reason what the last failure means, such as {@code refused}, or null
     * @param detail what went wrong last, for people, or null
     * @param answer of a delivery: the receiver's JSON answer; of a failure: the beginning of what was answered;
     *     UTF-8, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Delivery(
            String eventId,
            String callId,
            long seq,
            String type,
            @Nullable String legId,
            long n,
            String target,
            Status status,
            int attempts,
            long firstAtMillis,
            long lastAtMillis,
            int httpStatus,
            @Nullable String reason,
            @Nullable String detail,
            byte @Nullable [] answer) {

        /** As people and programs name it: {@code s_7Qm2vJ0d.l1.17@crm}, or {@code s_7Qm2vJ0d.#3@crm} for no final. */
        public String id() {
            return subject() + "@" + target;
        }

        /** The final's id, or the call's and the number within it. */
        public String subject() {
            return n > 0 && legId != null ? callId + "." + legId + "." + n : callId + ".#" + seq;
        }
    }

    enum Status {
        PENDING,
        DELIVERED,
        DEAD
    }

    /**
     * Which deliveries; null and empty components do not restrict.
     *
     * @param ids as {@link Delivery#id()}
     * @param sinceMillis of the last attempt, inclusive
     * @param untilMillis of the last attempt, exclusive
     * @param scope deliveries of calls that it does not let through do not exist
     */
    record DeliveryQuery(
            Set<String> ids,
            @Nullable String callId,
            @Nullable String target,
            @Nullable Status status,
            @Nullable Long sinceMillis,
            @Nullable Long untilMillis,
            CallFilter scope,
            Cursor from,
            int max) {
        public DeliveryQuery {
            ids = Set.copyOf(ids);
        }

        /** Of all calls. */
        public DeliveryQuery(
                Set<String> ids,
                @Nullable String callId,
                @Nullable String target,
                @Nullable Status status,
                @Nullable Long sinceMillis,
                @Nullable Long untilMillis,
                Cursor from,
                int max) {
            this(ids, callId, target, status, sinceMillis, untilMillis, CallFilter.ALL, from, max);
        }

        public DeliveryQuery(
                @Nullable String callId, @Nullable String target, @Nullable Status status, Cursor from, int max) {
            this(Set.of(), callId, target, status, null, null, from, max);
        }
    }

    /**
     * What an operator did.
     *
     * @param by who
     * @param address from where, or empty
     * @param what such as {@code erase}
     * @param subject to what: an id, a target; never a phone number in full
     * @param outcome {@code ok}, or what prevented it
     * @param detail what came of it
     */
    record Action(
            long atMillis, String by, String address, String what, String subject, String outcome, String detail) {
        public static final String OK = "ok";

        /** Done, from nowhere in particular. */
        public Action(long atMillis, String by, String what, String subject, String detail) {
            this(atMillis, by, "", what, subject, OK, detail);
        }
    }

    /** What to erase. */
    sealed interface Erasure {
        record Call(String callId) implements Erasure {}

        /**
         * @param number as it stands in {@code from} or {@code to}, such as {@code +15550100001}
         * @param scope calls that it does not let through are left, and not named
         */
        record PhoneNumber(String number, CallFilter scope) implements Erasure {
            public PhoneNumber(String number) {
                this(number, CallFilter.ALL);
            }
        }
    }

    /**
     * What was removed.
     *
     * @param callIds the calls that are gone
     * @param live matching calls that are not over yet, and so were left as they are
     * @param unread files that were set aside as damaged and may still hold something: to be removed by hand
     */
    record Erased(List<String> callIds, long events, long deliveries, List<String> live, List<String> unread) {
        public static final Erased NOTHING = new Erased(List.of(), 0, 0, List.of(), List.of());

        public Erased {
            callIds = List.copyOf(callIds);
            live = List.copyOf(live);
            unread = List.copyOf(unread);
        }

        public Erased(List<String> callIds, long events, long deliveries) {
            this(callIds, events, deliveries, List.of(), List.of());
        }
    }
}
