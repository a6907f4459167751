package io.sidetone.twiml;

import com.twilio.twiml.TwiMLException;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Client;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Number;
import com.twilio.twiml.voice.Parameter;
import com.twilio.twiml.voice.Queue;
import com.twilio.twiml.voice.Say;
import com.twilio.twiml.voice.Sip;
import com.twilio.twiml.voice.Start;
import com.twilio.twiml.voice.Stream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Our values as twilio-java's verbs. */
final class Verbs {
    /** Twilio takes 64 KB; the smaller reading of it, in bytes of UTF-8. */
    private static final int DOCUMENT_LIMIT = 64_000;

    private Verbs() {}

    static Say say(Announcement announcement) {
        Say.Builder say = new Say.Builder(announcement.text());
        // As options, since the builder's enums lag behind the voices and languages that Twilio has.
        if (announcement.language() != null) {
            say.option("language", announcement.language());
        }
        if (announcement.voice() != null) {
            say.option("voice", announcement.voice());
        }
        return say.build();
    }

    static Start start(MediaStream media) {
        Stream.Builder stream = new Stream.Builder()
                .name(media.name())
                .url(media.url().toString())
                .track(track(media.track()))
                .statusCallback(media.statusCallback().toString());
        media.parameters()
                .forEach((name, value) -> stream.parameter(
                        new Parameter.Builder().name(name).value(value).build()));
        return new Start.Builder().stream(stream.build()).build();
    }

    private static Stream.Track track(MediaStream.Track track) {
        return switch (track) {
            case INBOUND -> Stream.Track.INBOUND_TRACK;
            case OUTBOUND -> Stream.Track.OUTBOUND_TRACK;
            case BOTH -> Stream.Track.BOTH_TRACKS;
        };
    }

    static Dial dial(Dialing dialing) {
        Dial.Builder dial = new Dial.Builder()
                .timeout(Math.toIntExact(dialing.timeout().toSeconds()))
                .action(dialing.dialEnded());
        if (dialing.callerId() != null) {
            dial.callerId(dialing.callerId());
        }
        addTarget(dial, dialing);
        return dial.build();
    }

    /** The events are always listed: by default Twilio reports the end only, which would never open the gate. */
    private static void addTarget(Dial.Builder dial, Dialing dialing) {
        DialTarget target = dialing.target();
        if (target instanceof DialTarget.PhoneNumber number) {
            dial.number(new Number.Builder(number.e164())
                    .statusCallback(dialing.callStatus())
                    .statusCallbackEvents(List.of(
                            Number.Event.INITIATED,
                            Number.Event.RINGING,
                            Number.Event.ANSWERED,
                            Number.Event.COMPLETED))
                    .build());
        } else if (target instanceof DialTarget.Client client) {
            dial.client(new Client.Builder(client.identity())
                    .statusCallback(dialing.callStatus())
                    .statusCallbackEvents(List.of(
                            Client.Event.INITIATED,
                            Client.Event.RINGING,
                            Client.Event.ANSWERED,
                            Client.Event.COMPLETED))
                    .build());
        } else if (target instanceof DialTarget.Sip sip) {
            dial.sip(new Sip.Builder(sip.uri())
                    .statusCallback(dialing.callStatus())
                    .statusCallbackEvents(
                            List.of(Sip.Event.INITIATED, Sip.Event.RINGING, Sip.Event.ANSWERED, Sip.Event.COMPLETED))
                    .build());
        } else if (target instanceof DialTarget.Queue queue) {
            dial.queue(new Queue.Builder(queue.name()).build());
        }
    }

    /** The document's text, within Twilio's limit. */
    static String xml(VoiceResponse.Builder response) {
        String xml;
        try {
            xml = response.build().toXml();
        } catch (TwiMLException e) {
            throw new IllegalStateException("the answer cannot be written as XML, though its values were checked", e);
        }
        int bytes = xml.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > DOCUMENT_LIMIT) {
            throw new IllegalArgumentException("the answer has " + bytes + " bytes; Twilio takes " + DOCUMENT_LIMIT
                    + ": shorten the announcement or the stream's parameters");
        }
        return xml;
    }
}
