package io.sidetone.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sidetone.api.export.Format;
import io.sidetone.api.export.Look;
import io.sidetone.api.export.Transcript;
import io.sidetone.api.export.TranscriptReader;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.identity.Permission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** {@code GET /calls/{callId}/transcript}: one call as a file, whether it is over or not. */
final class Transcripts {
    private static final int EVENTS_AT_ONCE = 500;
    private static final DateTimeFormatter IN_A_FILE_NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Archive archive;
    private final Actions actions;
    private final Workers workers;
    private final ApiLimits limits;
    private final Semaphore places;

    Transcripts(Archive archive, Actions actions, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.actions = actions;
        this.workers = workers;
        this.limits = limits;
        this.places = new Semaphore(limits.exports());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/calls/{callId}/transcript", Permission.LOOK, this::transcript),
                Route.get("/calls/{callId}/transcript.{extension}", Permission.LOOK, this::transcript));
    }

    private CompletionStage<Reply> transcript(Question asked) {
        TranscriptWish wish = TranscriptWish.of(asked, limits);
        return workers.thenAsk(archive.call(asked.variable("callId"), asked.scope()), found -> {
            CallSummary call = found.orElseThrow(Refused::unknownCall);
            return knows(asked, tag(call.lastSeq()))
                    ? CompletableFuture.completedFuture(found(Reply.notModified(), call.lastSeq()))
                    : export(asked, call, wish);
        });
    }

    private CompletionStage<Reply> export(Question asked, CallSummary call, TranscriptWish wish) {
        if (!places.tryAcquire()) {
            throw Refused.unavailable(limits.exports() + " transcripts are being written already; ask again");
        }
        return read(new TranscriptReader(call.callId()), Cursor.START)
                .thenApply(reader -> write(asked, reader.transcript(), wish))
                .whenComplete((done, failure) -> places.release())
                .thenCompose(reply -> noted(asked, call, wish, reply));
    }

    private CompletionStage<Reply> noted(Question asked, CallSummary call, TranscriptWish wish, Reply reply) {
        if (!reply.status().equals(HttpResponseStatus.OK)) {
            return CompletableFuture.completedFuture(reply);
        }
        return actions.note(
                        asked,
                        asked.asker().id(),
                        "export",
                        "call " + call.callId(),
                        wish.format().wireName())
                .thenApply(kept -> reply);
    }

    private CompletionStage<TranscriptReader> read(TranscriptReader reader, Cursor from) {
        EventQuery query = new EventQuery(reader.callId(), Set.of(), from, EVENTS_AT_ONCE);
        return workers.thenAsk(archive.events(query), slice -> {
            slice.items().forEach(it -> reader.take(it.event()));
            return slice.items().size() < EVENTS_AT_ONCE
                    ? CompletableFuture.completedFuture(reader)
                    : read(reader, slice.next());
        });
    }

    private static Reply write(Question asked, Transcript whole, TranscriptWish wish) {
        if (whole.lastSeq() == 0) {
            throw Refused.unknownCall(); // erased in the meantime
        }
        if (knows(asked, tag(whole.lastSeq()))) {
            return found(Reply.notModified(), whole.lastSeq());
        }
        Format format = wish.format();
        Look look = wish.look();
        Reply file = Reply.ok(format.contentType(), format.write(wish.chosen(whole), look));
        return found(file, whole.lastSeq())
                .with(
                        HttpHeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + fileName(whole.call()) + "." + format.extension() + "\"");
    }

    /** Whoever keeps a copy must ask each time whether it is still the newest. */
    private static Reply found(Reply reply, long lastSeq) {
        return reply.with(HttpHeaderNames.ETAG, tag(lastSeq))
                .with(HttpHeaderNames.VARY, "accept")
                .with(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
    }

    private static String tag(long lastSeq) {
        return "\"" + lastSeq + "\"";
    }

    private static boolean knows(Question asked, String tag) {
        return Arrays.stream(asked.ifNoneMatch().split(",", -1))
                .map(String::strip)
                .anyMatch(it -> it.equals(tag) || it.equals("W/" + tag) || it.equals("*"));
    }

    private static String fileName(Transcript.Call call) {
        return call.callId().replaceAll("[^A-Za-z0-9._~-]", "_") + "-"
                + IN_A_FILE_NAME.format(Instant.ofEpochMilli(call.startedAtMillis()));
    }
}
