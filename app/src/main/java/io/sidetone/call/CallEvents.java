package io.sidetone.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.LiveBus;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words and fields that Sidetone promises to others: what is settled goes to the journal, guesses
 * and states go to the live bus. What was said passes through {@link Masking} here, and only here: this is the
 * one way by which it leaves a call. Home loop only.
 */
final class CallEvents {
    private final String callId;
    private final Journal journal;
    private final LiveBus live;
    private final InstantSource clock;
    private final Map<String, String> labels;
    private final Masking masking;

    CallEvents(
            String callId,
            Journal journal,
            LiveBus live,
            InstantSource clock,
            Map<String, String> labels,
            Masking masking) {
        this.callId = callId;
        this.journal = journal;
        this.live = live;
        this.clock = clock;
        this.labels = labels;
        this.masking = masking;
    }

    void callStarted(StreamStart start) {
        ObjectNode data = journal.fields()
                .put("startedAt", now())
                .put("direction", start.direction())
                .put("from", start.from())
                .put("to", start.to())
                .put("accountSid", start.accountSid());
        data.set("labels", object(labels));
        data.set("parameters", object(start.parameters()));
        journal.append("call.started", data);
    }

    void legStarted(LegRecord leg, long startMs) {
        journal.append(
                "leg.started",
                leg.name(),
                leg(leg).put("streamSid", leg.stream.start().streamSid())
                        .put("startMs", startMs)
                        .put("state", leg.state.wireName()));
    }

    /** @return the text as it was told */
    String said(LegRecord leg, LegReport.Said said, String finalId, long utt, long completeUntilMs, boolean late) {
        SpeechEvent.Final words = masking.masked(said.words());
        ObjectNode data = leg(leg).put("finalId", finalId)
                .put("n", leg.finals)
                .put("utt", utt)
                .put("rev", leg.rev)
                .put("startMs", words.startMs())
                .put("endMs", words.endMs())
                .put("text", words.text())
                .put("confidence", words.confidence())
                .put("language", words.language())
                .put("speechFinal", words.speechFinal())
                .put("provider", words.source().provider())
                .put("model", words.source().model())
                .put("requestId", words.source().requestId())
                .put("completeUntilMs", completeUntilMs)
                .put("repaired", words.repaired())
                .put("late", late);
        if (said.unconfirmed()) {
            data.put("unconfirmed", true);
        }
        data.set("labels", object(labels));
        ArrayNode array = data.putArray("words");
        for (Word word : words.words()) {
            array.addObject()
                    .put("text", word.text())
                    .put("startMs", word.startMs())
                    .put("endMs", word.endMs())
                    .put("confidence", word.confidence());
        }
        journal.appendFinal(leg.name(), leg.finals, finalId, data);
        return words.text();
    }

    /** The finals' texts are masked already; joined, they may make a number that none of them shows. */
    void utteranceCompleted(LegRecord leg, LegRecord.OpenUtterance over, UtteranceEnding ending) {
        utteranceCompleted(leg(leg), leg.name(), leg.language, over, ending);
    }

    /** @param data as it begins for every event of the leg */
    private void utteranceCompleted(
            ObjectNode data,
            LegName leg,
            @Nullable String language,
            LegRecord.OpenUtterance over,
            UtteranceEnding ending) {
        Collection<LegRecord.SaidFinal> finals = over.finals();
        String text = finals.stream().map(LegRecord.SaidFinal::text).collect(Collectors.joining(" "));
        data.put("utt", over.utt())
                .put(
                        "startMs",
                        finals.stream()
                                .mapToLong(LegRecord.SaidFinal::startMs)
                                .min()
                                .orElse(0))
                .put(
                        "endMs",
                        finals.stream()
                                .mapToLong(LegRecord.SaidFinal::endMs)
                                .max()
                                .orElse(0))
                .put("text", masking.masked(text, language))
                .put("confidence", meanConfidence(finals));
        ArrayNode ids = data.putArray("finals");
        finals.forEach(said -> ids.add(said.finalId()));
        journal.append("utterance.completed", leg, data.put("end", ending.wireName()));
    }

    /** An utterance that a former process left open. */
    void utteranceInterrupted(LegName leg, String track, @Nullable String language, LegRecord.OpenUtterance over) {
        ObjectNode data = journal.fields()
                .put("legId", leg.legId())
                .put("role", leg.role())
                .put("track", track);
        utteranceCompleted(data, leg, language, over, UtteranceEnding.INTERRUPTED);
    }

    /** @param leg whose fault it is; null: the call's */
    void fault(@Nullable LegRecord leg, String faultId, SpeechEvent.Fault fault) {
        ObjectNode data = journal.fields().put("faultId", faultId);
        if (leg != null) {
            data.put("legId", leg.legId);
        }
        data.put("code", fault.code())
                .put("severity", fault.severity().name().toLowerCase(Locale.ROOT))
                .put("message", fault.message())
                .put("atMs", fault.atMs());
        if (fault.lostMs() > 0) {
            data.put("lostMs", fault.lostMs());
        }
        data.put("resolved", fault.resolved());
        if (leg != null) {
            journal.append("fault", leg.name(), data);
        } else {
            journal.append("fault", data);
        }
    }

    void dtmf(LegRecord leg, long atMs) {
        ObjectNode data = journal.fields().put("legId", leg.legId).put("digit", "*");
        journal.append("dtmf", leg.name(), data.put("atMs", atMs));
    }

    void paused(long atMs, String by) {
        journal.append("call.paused", journal.fields().put("atMs", atMs).put("by", by));
    }

    void resumed(long atMs, String by) {
        journal.append("call.resumed", journal.fields().put("atMs", atMs).put("by", by));
    }

    void legEnded(LegCount leg, long atMs, EndReason reason) {
        ObjectNode data = journal.fields()
                .put("legId", leg.name().legId())
                .put("atMs", atMs)
                .put("reason", reason.wireName())
                .put("finals", leg.finals())
                .put("words", leg.words())
                .put("audioMs", leg.audioMs())
                .put("lostMs", leg.lostMs())
                .put("pausedMs", leg.pausedMs());
        journal.append("leg.ended", leg.name(), data);
    }

    void callEnded(EndReason reason, Instant endedAt, long durationMs, Collection<LegCount> legs, int faults) {
        ObjectNode data = journal.fields()
                .put("endedAt", endedAt.toString())
                .put("durationMs", durationMs)
                .put("endReason", reason.wireName());
        ArrayNode array = data.putArray("legs");
        for (LegCount leg : legs) {
            array.addObject()
                    .put("legId", leg.name().legId())
                    .put("role", leg.name().role())
                    .put("finals", leg.finals())
                    .put("utterances", leg.utterances())
                    .put("words", leg.words())
                    .put("audioMs", leg.audioMs())
                    .put("lostMs", leg.lostMs())
                    .put("pausedMs", leg.pausedMs())
                    .put("gaps", leg.gaps())
                    .put("gapMs", leg.gapMs());
        }
        long pendingMs = legs.stream().mapToLong(LegCount::pendingMs).sum();
        journal.append("call.ended", data.put("faults", faults).put("pendingRepairMs", pendingMs));
    }

    void interim(LegRecord leg, LegReport.Guess guess) {
        if (live.watched(callId)) {
            SpeechEvent.Interim interim = guess.interim();
            publishInterim(leg, masking.masked(interim.text(), leg.language), interim.startMs(), interim.endMs());
        }
    }

    void interimCleared(LegRecord leg) {
        if (live.watched(callId)) {
            publishInterim(leg, "", 0, 0);
        }
    }

    void speechStarted(LegRecord leg, long atMs) {
        if (live.watched(callId)) {
            publish(leg, "speech", state(leg, "speech.started").put("atMs", atMs));
        }
    }

    void legUpdated(LegRecord leg, String detail) {
        ObjectNode state = state(leg, "leg.updated");
        state.putObject("patch").put("state", leg.state.wireName()).put("detail", detail);
        publish(leg, "state", state);
    }

    void legBehind(LegRecord leg, SpeechEvent.Progress progress) {
        ObjectNode state = state(leg, "leg.updated");
        ObjectNode media =
                state.putObject("patch").put("state", leg.state.wireName()).putObject("media");
        media.put("lagMs", progress.lagMs())
                .put("repairingMs", progress.repairingMs())
                .put("lostMs", progress.lostMs());
        if (progress.untranscribedFromMs() >= 0) {
            media.put("untranscribedFromMs", progress.untranscribedFromMs());
        }
        publish(leg, "media", state);
    }

    private void publishInterim(LegRecord leg, String text, long startMs, long endMs) {
        ObjectNode interim = state(leg, "transcript.interim")
                .put("role", leg.role)
                .put("utt", leg.utt())
                .put("rev", leg.rev)
                .put("startMs", startMs)
                .put("endMs", endMs)
                .put("text", text);
        publish(leg, "interim", interim);
    }

    private void publish(LegRecord leg, String slot, ObjectNode state) {
        live.publish(callId, leg.legId + "/" + slot, Journal.bytes(state));
    }

    private ObjectNode state(LegRecord leg, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("callId", callId)
                .put("legId", leg.legId);
    }

    private ObjectNode leg(LegRecord leg) {
        return journal.fields().put("legId", leg.legId).put("role", leg.role).put("track", leg.track.wireName());
    }

    private String now() {
        return Instant.ofEpochMilli(clock.millis()).toString();
    }

    /** Weighed by words, as a long final says more than a short one. */
    private static double meanConfidence(Collection<LegRecord.SaidFinal> finals) {
        double weighted = 0;
        long words = 0;
        for (LegRecord.SaidFinal said : finals) {
            int weight = Math.max(1, said.words());
            weighted += said.confidence() * weight;
            words += weight;
        }
        return words == 0 ? 0 : Math.round(weighted / words * 10_000) / 10_000.0;
    }

    private static ObjectNode object(Map<String, String> map) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        map.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(it -> node.put(it.getKey(), it.getValue()));
        return node;
    }
}
