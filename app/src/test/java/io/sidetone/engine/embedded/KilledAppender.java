package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Events;
import io.sidetone.engine.Position;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * A process that is there to be killed: appends finals of several calls as fast as it can and prints each id once it is
 * durable; consumes them, settles most, and prints what it has settled once that is saved.
 */
final class KilledAppender {
    private static final int CALLS = 20;
    private static final int UNDER_WAY = 200;

    private KilledAppender() {}

    /** @param args the directory, and a number that no other round has */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        EmbeddedLimits limits = TestEngines.LIMITS.withRecentBytes(200_000).withFileBytes(4 << 20);
        EmbeddedEngine engine = TestEngines.open(Path.of(args[0]), limits);
        out.println("open");
        engine.events().consume("webhooks", shard -> new EventLog.Handler() {
            @Override
            public void event(Position at, CallEvent event) {
                EventLog.Progress progress = new EventLog.Progress(at, event.seq(), null, 0, 0);
                shard.save("nlu/" + event.callId(), progress)
                        .thenRun(() -> out.println("settled " + event.callId() + " " + event.seq()));
                shard.head(at.next());
            }

            @Override
            public void closed(boolean lost) {}
        });
        Semaphore room = new Semaphore(UNDER_WAY);
        for (long seq = 1; ; seq++) {
            for (int call = 0; call < CALLS; call++) {
                String callId = "s_" + args[1] + "x" + call;
                room.acquireUninterruptibly();
                CallEvent event = Events.spoken(callId, seq, "word " + seq);
                engine.events().append(event).thenRun(() -> {
                    out.println("durable " + event.callId() + " " + event.seq());
                    room.release();
                });
            }
        }
    }
}
