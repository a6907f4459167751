package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The breaks a session is still to meet, each at its moment and once. */
final class PendingBreaks {
    private final List<Fault.Break> pending;

    PendingBreaks(List<Fault.Break> breaks) {
        this.pending = new ArrayList<>(breaks);
    }

    void add(Fault.Break fault) {
        pending.add(fault);
    }

    /**
     * Takes out the first whose moment has come. After it there is no session left for another.
     *
     * @param hearing null before the session's beginning
     */
    Optional<Fault.Break> due(@Nullable Hearing hearing, boolean terminating) {
        Optional<Fault.Break> due = pending.stream()
                .filter(fault -> isDue(fault.at(), hearing, terminating))
                .findFirst();
        due.ifPresent(pending::remove);
        return due;
    }

    private static boolean isDue(Moment moment, @Nullable Hearing hearing, boolean terminating) {
        if (moment instanceof Moment.AtOpen) {
            return true; // from then on
        } else if (moment instanceof Moment.AtCloseStream) {
            return terminating;
        } else if (hearing == null) {
            return false;
        } else if (moment instanceof Moment.AfterAudio after) {
            return hearing.begun() && hearing.seconds() >= seconds(after.audio());
        }
        return moment instanceof Moment.MidWord midWord
                && hearing.seconds() >= seconds(midWord.audio())
                && hearing.inMiddleOfWord();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
