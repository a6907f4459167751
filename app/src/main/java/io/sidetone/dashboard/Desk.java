package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers clients' requests. Writer thread only. */
final class Desk {
    private final Feed feed;
    private final Frames frames;
    private final Snapshots snapshots;
    private final SystemDesk system;
    private final FeedLimits limits;
    private final FeedMetrics metrics;
    private final LongSupplier nanos;
    private final Guests guests;

    Desk(
            Feed feed,
            Frames frames,
            Snapshots snapshots,
            SystemDesk system,
            FeedLimits limits,
            FeedMetrics metrics,
            LongSupplier nanos,
            Guests guests) {
        this.metrics = metrics;
        this.feed = feed;
        this.frames = frames;
        this.snapshots = snapshots;
        this.system = system;
        this.limits = limits;
        this.nanos = nanos;
        this.guests = guests;
    }

    /**
     * Does what is asked. The viewer must have everything up to the ring's head.
     *
     * @return false if the request was a bad one; that has been answered
     */
    boolean answer(Viewer viewer, Request request) {
        try {
            if (request instanceof Request.Subscribe subscribe) {
                subscribe(viewer, subscribe);
            } else if (request instanceof Request.Unsubscribe unsubscribe) {
                unsubscribe(viewer, unsubscribe);
            } else if (request instanceof Request.Focus focus) {
                focus(viewer, focus);
            } else if (request instanceof Request.Auth auth) {
                guests.renew(viewer, auth.ticket());
                done(viewer, request.id(), frames.renewed(viewer.identity()));
            } else if (request instanceof Request.Bad bad) {
                throw bad.why();
            } else {
                done(viewer, request.id(), frames.at());
            }
            return true;
        } catch (Refusal refusal) {
            refuse(viewer, request, refusal);
            return false;
        }
    }

    void refuse(Viewer viewer, Request request, Refusal why) {
        viewer.send(frames.refused(request.id(), why), nanos.getAsLong());
    }

    private void done(Viewer viewer, @Nullable String id, ObjectNode result) {
        if (id != null) {
            viewer.send(frames.done(id, result), nanos.getAsLong());
        }
    }

    private void subscribe(Viewer viewer, Request.Subscribe request) throws Refusal {
        check(viewer, request.topics());
        String reason = resumable(viewer, request);
        boolean replay = reason.equals("resumed");
        if (request.since() != null) {
            metrics.resumed(replay ? "replay" : "snapshot", reason);
        }
        ObjectNode result = Json.object()
                .put("mode", replay ? "replay" : "snapshot")
                .put("reason", reason)
                .put("epoch", frames.epoch())
                .put("seq", feed.ring().head());
        if (!viewer.interest().isEmpty()) {
            result.put("prev", viewer.told()); // the snapshot would hide that a batch was lost
        }
        viewer.subscribe(request.topics());
        if (replay && request.since() != null) {
            viewer.toldTo(request.since().seq());
            result.put("replayed", missed(viewer));
            addMoment(viewer);
            done(viewer, request.id(), result);
        } else {
            done(viewer, request.id(), result);
            show(viewer, request.topics());
        }
    }

    /** Whether all of this can be shown. */
    void check(Viewer viewer, List<Topic> topics) throws Refusal {
        for (Topic topic : topics) {
            if (topic instanceof Topic.OneCall one && !exists(viewer, one)) {
                throw Refusal.unknownCall(one.callId());
            }
        }
        long more = topics.stream()
                .filter(topic ->
                        viewer.interest().stream().noneMatch(old -> old.name().equals(topic.name())))
                .count();
        if (viewer.interest().size() + more > FeedLimits.MAX_TOPICS) {
            throw new Refusal(
                    "limit_exceeded",
                    viewer.interest().size() + more + " topics (expected: at most " + FeedLimits.MAX_TOPICS + ")");
        }
    }

    private boolean exists(Viewer viewer, Topic.OneCall one) {
        CallState call = feed.board().call(one.callId());
        return call != null && viewer.shows(one, call.facts());
    }

    /** {@code resumed} if what the client missed can be replayed whole, else why not. */
    private String resumable(Viewer viewer, Request.Subscribe request) {
        Request.Since since = request.since();
        if (since == null || !viewer.interest().isEmpty()) {
            return "new";
        } else if (!since.epoch().equals(frames.epoch())) {
            return "epoch_changed";
        } else if (since.seq() < feed.ring().floor()
                || since.seq() > feed.ring().head()) {
            return "too_old";
        }
        long bytes = 0;
        long events = 0;
        for (long seq = since.seq() + 1; seq <= feed.ring().head(); seq++) {
            Ring.Entry entry = feed.ring().at(seq);
            if (viewer.share(entry, request.topics()) != Topic.Share.NOT) {
                events++;
                bytes += entry.item().size();
            }
        }
        return events > limits.replayEvents() || bytes > limits.replayBytes() ? "too_many" : "resumed";
    }

    private long missed(Viewer viewer) {
        long missed = 0;
        for (long seq = viewer.cursor() + 1; seq <= feed.ring().head(); seq++) {
            missed += viewer.share(feed.ring().at(seq)) != Topic.Share.NOT ? 1 : 0;
        }
        return missed;
    }

    /** What is true at the moment: it has no number and is not replayed, so it follows the replay. */
    void addMoment(Viewer viewer) {
        system.tell(viewer, true);
        for (CallState call : feed.board().calls()) {
            if (viewer.guesses(call.facts())) {
                addMoment(viewer, call);
            }
        }
    }

    private void addMoment(Viewer viewer, CallState call) {
        for (LegState leg : call.legs()) {
            if (leg.audible(nanos.getAsLong())) {
                viewer.unsent().add(leg.speech());
            }
            viewer.unsent().add(leg.interim());
        }
    }

    /** What comes into view is right at once; what is looked at already is so without being sent again. */
    private void focus(Viewer viewer, Request.Focus request) throws Refusal {
        if (viewer.interest().stream()
                .noneMatch(topic -> topic instanceof Topic.Calls && topic.name().equals(request.name()))) {
            throw new Refusal("unknown_topic", "no topic calls is named " + request.name() + " on this connection");
        }
        List<CallState> unseen = request.callIds().stream()
                .map(feed.board()::call)
                .filter(Objects::nonNull)
                .filter(call -> !viewer.guesses(call.facts()))
                .toList();
        viewer.focus(request.name(), request.callIds());
        unseen.stream().filter(call -> viewer.guesses(call.facts())).forEach(call -> addMoment(viewer, call));
        done(viewer, request.id(), frames.at());
    }

    private void unsubscribe(Viewer viewer, Request.Unsubscribe request) throws Refusal {
        for (String name : request.names()) {
            if (viewer.interest().stream().noneMatch(topic -> topic.name().equals(name))) {
                throw new Refusal("unknown_topic", "no topic is named " + name + " on this connection");
            }
        }
        viewer.unsubscribe(request.names());
        done(viewer, request.id(), frames.at());
    }

    /** The viewer has lost its place: everything anew. Topics whose call is gone end with this. */
    void reset(Viewer viewer) {
        viewer.send(frames.reset("fell_behind", viewer.interest()), nanos.getAsLong());
        viewer.unsent().clear();
        show(viewer, viewer.interest());
    }

    /** What is true now of all topics; only with the last part of the last one has the viewer all of it. */
    private void show(Viewer viewer, List<Topic> topics) {
        long head = feed.ring().head();
        List<Frame> parts = new ArrayList<>();
        for (Topic topic : topics) {
            List<Frame> ofTopic = snapshots.of(viewer, topic, feed.board(), head);
            if (ofTopic.isEmpty()) {
                viewer.unsubscribe(List.of(topic.name()));
            }
            parts.addAll(ofTopic);
        }
        for (int i = 0; i < parts.size(); i++) {
            Frame part = parts.get(i);
            viewer.send(i == parts.size() - 1 ? part.at(head) : part, nanos.getAsLong());
        }
        viewer.toldTo(head);
    }
}
