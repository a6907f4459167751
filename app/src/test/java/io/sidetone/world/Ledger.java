package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.webhook.ReceivedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;

/** What a server said that it had kept, against what its consumer has got. Safe on any thread. */
final class Ledger {
    private static final Pattern KEPT = Pattern.compile("kept (msg_\\S+) (\\S+) (\\d+)");

    private final Map<String, String> kept = new LinkedHashMap<>(); // webhook-id -> call and number
    private final Map<String, List<ReceivedEvent>> firstArrivals = new HashMap<>(); // by call
    private final Set<String> ids = new HashSet<>();
    private int repeats;
    private int refused;
    private int unverified;

    /** Takes what a server printed. */
    synchronized void printed(List<String> lines) {
        for (String line : lines) {
            Matcher event = KEPT.matcher(line);
            if (event.find()) {
                kept.put(event.group(1), event.group(2) + " #" + event.group(3));
            }
        }
    }

    /** Takes what the consumer was sent. */
    synchronized void sent(ReceivedEvent event) {
        unverified += event.verified() ? 0 : 1;
        if (!event.taken()) {
            refused++;
        } else if (ids.add(event.id())) {
            firstArrivals
                    .computeIfAbsent(event.callId(), id -> new ArrayList<>())
                    .add(event);
        } else {
            repeats++;
        }
    }

    synchronized List<String> missing() {
        return kept.keySet().stream()
                .filter(id -> !ids.contains(id))
                .map(id -> kept.get(id) + " " + id)
                .toList();
    }

    /** Calls that nobody has said to be over. */
    synchronized List<String> open() {
        return firstArrivals.entrySet().stream()
                .filter(call ->
                        call.getValue().stream().noneMatch(event -> event.type().equals("call.ended")))
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized int keptEvents() {
        return kept.size();
    }

    /** Nothing is missing, first arrivals are in order and without holes, every call has its end. */
    synchronized void isWhole() {
        SoftAssertions all = new SoftAssertions();
        all.assertThat(missing()).as("kept and never sent").isEmpty();
        all.assertThat(open()).as("calls without an end").isEmpty();
        all.assertThat(unverified).as("not verified").isZero();
        firstArrivals.forEach((callId, events) -> {
            List<Long> seqs = events.stream().map(ReceivedEvent::seq).toList();
            List<Long> expected = new ArrayList<>();
            for (long seq = 1; seq <= events.size(); seq++) {
                expected.add(seq);
            }
            all.assertThat(seqs).as("first arrivals of %s", callId).isEqualTo(expected);
        });
        all.assertAll();
        assertThat(kept).as("or nothing was shown").isNotEmpty();
    }

    @Override
    public synchronized String toString() {
        return "%d calls, %d events said to be kept, %d lost; %d sent at least once, %d refused by the consumer, %d sent again after they were taken"
                .formatted(firstArrivals.size(), kept.size(), missing().size(), ids.size(), refused, repeats);
    }
}
