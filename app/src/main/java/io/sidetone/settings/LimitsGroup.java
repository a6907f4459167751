package io.sidetone.settings;

import io.sidetone.settings.Settings.Limits;
import io.sidetone.settings.Settings.Speech;
import java.time.Duration;
import java.util.List;

/** Bounds. */
final class LimitsGroup {
    private static final Setting<Integer> CALLS = Setting.byRule(
            "limits.calls",
            Types.wholeNumber(1, 100_000),
            "half the heap, divided by what two speakers may keep (8 KB for each second of `speech.buffer-seconds`, and 128 KB); 10 to 10000",
            "Live calls at once; one more is answered with a plain dial.");
    private static final Setting<Integer> STREAMS =
            Setting.of("limits.streams-per-call", Types.wholeNumber(1, 100), "8", "Media streams of one call at once.");
    private static final Setting<Integer> MESSAGE = Setting.of(
            "limits.message-bytes",
            Types.wholeNumber(1024, 1 << 24),
            "65536",
            "Longest WebSocket message from outside.");
    private static final Setting<Integer> REQUEST =
            Setting.of("limits.request-bytes", Types.wholeNumber(1024, 1 << 24), "65536", "Longest body of a request.");
    private static final Setting<Integer> HEADER = Setting.of(
            "limits.header-seconds", Types.wholeNumber(1, 120), "10", "Time for the head of a request to arrive.");
    private static final Setting<Integer> HEADER_BYTES = Setting.of(
            "limits.header-bytes",
            Types.wholeNumber(1024, 1 << 20),
            "8192",
            "Longest first line of a request, and longest head; Twilio's have about 1500.");
    private static final Setting<Integer> ALL_CONNECTIONS = Setting.of(
            "limits.connections",
            Types.wholeNumber(10, 1_000_000),
            "20000",
            "Connections of the public port at once, media sockets and dashboards among them; one more is closed unheard.");
    private static final Setting<Integer> IDLE_CALL = Setting.of(
            "limits.idle-call-seconds",
            Types.wholeNumber(5, 86_400),
            "300",
            "A call without a message for so long is ended.");
    private static final Setting<Integer> CONNECTIONS = Setting.of(
            "limits.connections-per-address",
            Types.wholeNumber(1, 100_000),
            "200",
            "Connections of one address at once that are no WebSocket yet; loopback and `http.trusted-proxies` have no limit.");
    private static final Setting<Integer> REQUESTS = Setting.of(
            "limits.requests-per-second",
            Types.wholeNumber(1, 100_000),
            "100",
            "Requests of one address, loopback aside; of Twilio's only those that are refused count.");
    private static final Setting<Integer> BAD_MESSAGES = Setting.of(
            "limits.bad-messages",
            Types.wholeNumber(1, 10_000),
            "10",
            "Broken messages after which a stream is closed.");
    private static final Setting<Integer> GATHER = Setting.of(
            "limits.gather-ms",
            Types.wholeNumber(0, 250),
            "100",
            "Longest that a frame may wait in its socket for those it is sent to the provider with; they then cost one receive. Linux only. 0: each is read as it comes.");
    private static final Setting<Integer> DASHBOARDS =
            Setting.of("limits.dashboards", Types.wholeNumber(1, 100_000), "200", "Supervisors' connections at once.");

    private static final Setting<Integer> JOURNAL_BACKLOG = Setting.of(
            "limits.journal-backlog-mib",
            Types.wholeNumber(1, 4_096),
            "64",
            "Events that may wait in memory while the disk takes none. From half of it on new calls get a plain dial.");

    private static final Setting<Integer> EVENT_LOOPS = Setting.byRule(
            "limits.event-loops",
            Types.wholeNumber(1, 256),
            "one for each processor",
            "Threads that carry all sockets; a call stays on one of them. One takes some hundred calls.");

    private static final Setting<Integer> TAGS = Setting.of(
            "limits.tags-per-call", Types.wholeNumber(1, 100), "16", "Tags that supervisors may give one call.");
    private static final Setting<Integer> TAG_CHARACTERS =
            Setting.of("limits.tag-characters", Types.wholeNumber(1, 256), "64", "Characters of one tag.");

    static final List<Setting<?>> ALL = List.of(
            CALLS,
            STREAMS,
            MESSAGE,
            REQUEST,
            HEADER,
            HEADER_BYTES,
            ALL_CONNECTIONS,
            IDLE_CALL,
            CONNECTIONS,
            REQUESTS,
            BAD_MESSAGES,
            GATHER,
            DASHBOARDS,
            JOURNAL_BACKLOG,
            EVENT_LOOPS,
            TAGS,
            TAG_CHARACTERS);

    private static final long MIB = 1 << 20;
    private static final int SPEAKERS = 2;
    private static final int MU_LAW_BYTES_PER_SECOND = 8_000;

    /** Beside kept audio: sockets' buffers, messages under way, results not settled yet. */
    private static final int OTHER_BYTES_PER_SPEAKER = 128 * 1024;

    private LimitsGroup() {}

    static Limits read(Lookup lookup, Speech speech, long memoryBytes) {
        return new Limits(
                lookup.value(CALLS, calls(memoryBytes, speech.buffer())),
                lookup.value(STREAMS),
                lookup.value(MESSAGE),
                lookup.value(REQUEST),
                Duration.ofSeconds(lookup.value(HEADER)),
                lookup.value(HEADER_BYTES),
                lookup.value(ALL_CONNECTIONS),
                Duration.ofSeconds(lookup.value(IDLE_CALL)),
                lookup.value(CONNECTIONS),
                lookup.value(REQUESTS),
                lookup.value(BAD_MESSAGES),
                Duration.ofMillis(lookup.value(GATHER)),
                lookup.value(DASHBOARDS),
                lookup.value(JOURNAL_BACKLOG) * MIB,
                lookup.value(EVENT_LOOPS, Runtime.getRuntime().availableProcessors()),
                lookup.value(TAGS),
                lookup.value(TAG_CHARACTERS));
    }

    /** Every call may need its whole buffer at the same moment: when the provider goes away. */
    static int calls(long memoryBytes, Duration buffer) {
        long perCall = SPEAKERS * (buffer.toSeconds() * MU_LAW_BYTES_PER_SECOND + OTHER_BYTES_PER_SPEAKER);
        return (int) Math.max(10, Math.min(10_000, memoryBytes / 2 / perCall));
    }
}
