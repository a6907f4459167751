package io.sidetone.sim.twilio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call to be placed. Immutable; begin with {@link #of} and change what matters.
 *
 * @param target where the call goes
 * @param from the calling party, E.164 or another form that Twilio uses
 * @param to the number that was called
 * @param audio what is said once the conversation begins
 * @param speed 1 is real time, 10 is ten times as fast, {@link #AS_FAST_AS_POSSIBLE} is as the socket takes it
 * @param quirks how it differs from a call that goes well
 * @param parameters for a media URL the stream's custom parameters, in order; for a voice URL more
 *     form parameters of the first webhook
 * @param answerAfter how long the dialled side rings before it answers or refuses, in media time
 * @param dials how the dialled side behaves, one entry per {@code <Dial>} met; later ones are answered
 */
public record CallPlan(
        Target target,
        String from,
        String to,
        CallAudio audio,
        double speed,
        List<Quirk> quirks,
        Map<String, String> parameters,
        Duration answerAfter,
        List<DialResult> dials) {
    /** No pacing at all: the next frame goes out as soon as the socket has room for it. */
    public static final double AS_FAST_AS_POSSIBLE = Double.POSITIVE_INFINITY;

    public CallPlan {
        if (!(speed > 0)) {
            throw new IllegalArgumentException(
                    "speed: " + speed + " (expected: above 0; 1 is real time, 10 is ten times as fast)");
        }
        if (answerAfter.isNegative()) {
            throw new IllegalArgumentException("answerAfter: " + answerAfter + " (expected: 0 or more)");
        }
        quirks = List.copyOf(quirks);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        dials = List.copyOf(dials);
    }

    /** A call in real time that goes well and is answered after one second. */
    public static CallPlan of(Target target, CallAudio audio) {
        return new CallPlan(
                target,
                "+15005550001",
                "+15005550006",
                audio,
                1,
                List.of(),
                Map.of(),
                Duration.ofSeconds(1),
                List.of());
    }

    public CallPlan between(String caller, String called) {
        return new CallPlan(target, caller, called, audio, speed, quirks, parameters, answerAfter, dials);
    }

    public CallPlan atSpeed(double factor) {
        return new CallPlan(target, from, to, audio, factor, quirks, parameters, answerAfter, dials);
    }

    /** Adds quirks to those it has. */
    public CallPlan with(Quirk... more) {
        List<Quirk> all = new ArrayList<>(quirks);
        all.addAll(List.of(more));
        return new CallPlan(target, from, to, audio, speed, all, parameters, answerAfter, dials);
    }

    /** Adds a parameter, or replaces the one of that name. */
    public CallPlan withParameter(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put(name, value);
        return new CallPlan(target, from, to, audio, speed, quirks, all, answerAfter, dials);
    }

    public CallPlan answeredAfter(Duration ringing) {
        return new CallPlan(target, from, to, audio, speed, quirks, parameters, ringing, dials);
    }

    public CallPlan dialling(DialResult... results) {
        return new CallPlan(target, from, to, audio, speed, quirks, parameters, answerAfter, List.of(results));
    }
}
