package io.sidetone.sim.deepgram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The breaks a stream is still to meet, each at its moment and once. */
final class PendingBreaks {
    private final List<Fault.Break> pending;

    PendingBreaks(List<Fault.Break> breaks) {
        this.pending = new ArrayList<>(breaks);
    }

    void add(Fault.Break fault) {
        pending.add(fault);
    }

    /** Takes out the first whose moment has come. */
    Optional<Fault.Break> due(AudioIntake audio, boolean closeStreamReceived) {
        Optional<Fault.Break> due = pending.stream()
                .filter(fault -> isDue(fault.at(), audio, closeStreamReceived))
                .findFirst();
        due.ifPresent(pending::remove);
        return due;
    }

    private static boolean isDue(Moment moment, AudioIntake audio, boolean closeStreamReceived) {
        if (moment instanceof Moment.AfterAudio after) {
            return audio.begun() && audio.seconds() >= seconds(after.audio());
        } else if (moment instanceof Moment.MidWord midWord) {
            return audio.seconds() >= seconds(midWord.audio())
                    && audio.transcription().inMiddleOfWord();
        } else if (moment instanceof Moment.BetweenUtterances pause) {
            return audio.seconds() >= seconds(pause.audio())
                    && audio.transcription().betweenUtterances();
        } else if (moment instanceof Moment.AtCloseStream) {
            return closeStreamReceived;
        }
        return true; // at open: from then on
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
