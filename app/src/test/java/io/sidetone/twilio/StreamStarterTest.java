package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.call.CallWorld;
import io.sidetone.sim.twilio.TwilioSimulator;
import io.sidetone.twiml.DialTarget;
import io.sidetone.twiml.MediaStream;
import io.sidetone.twiml.RequestSigner;
import io.sidetone.twiml.StreamControl;
import io.sidetone.twiml.TwilioStreamControl;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets that are lost, and what Twilio is asked for then. */
class StreamStarterTest {
    private static final Map<String, String> PARAMETERS = Map.of(
            "session",
            "s_0123456789abcdef",
            "gate",
            "answered",
            "role.inbound",
            "technician",
            "role.outbound",
            "agent",
            "label.queue",
            "support",
            "language",
            "fr",
            "note",
            "kept");

    /** What the REST API was asked for. */
    private record Asked(String callSid, MediaStream stream) {
        String token() {
            String path = stream.url().getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final StreamControl willing = new StreamControl() {
        @Override
        public String start(String callSid, MediaStream stream) {
            asked.add(new Asked(callSid, stream));
            return "MZ-new";
        }

        @Override
        public void stop(String callSid, String streamSidOrName) {
            throw new UnsupportedOperationException();
        }
    };
    private MediaServer server = server(TwilioAccount.ForeignStreams.SIGNED, false, List.of(willing));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLostStreamIsStartedAgainAsItWas() throws Exception {
        MintedCalls.Minted call = Objects.requireNonNull(server.minted.mint("CA1"));
        lose(Phone.minted(server, call).started(PARAMETERS));

        Asked again = next();
        assertThat(again.callSid()).isEqualTo("CA1");
        assertThat(again.stream().track()).isEqualTo(MediaStream.Track.BOTH);
        assertThat(again.stream().parameters()).isEqualTo(PARAMETERS);
        assertThat(again.stream().statusCallback()).hasToString(MediaServer.PUBLIC + "/twilio/stream-status");
        assertThat(again.stream().url().toString()).startsWith("wss://bridge.example.com/twilio/media/");
        assertThat(again.token()).isNotEqualTo(call.token());

        server.calls.drain(); // no room for new calls; this one is not new
        try (Phone phone = comesBack(again, call.callId()).started(PARAMETERS)) {
            phone.says(0, CallWorld.filled(160, 3));
            // the new socket may be another loop's, so what it brings is heard a little later
            MediaServer.until("it is heard", () -> server.speech.of("inbound").heard().length == 160);
            MediaServer.until("both are well again", () -> faults().size() == 4);
            assertThat(server.engine.data("leg.started")).hasSize(2);
            assertThat(faults()).containsExactlyInAnyOrder("l1 false", "l2 false", "l1 true", "l2 true");
            phone.stops();
            isOver();
        }
        assertThat(server.engine.types(call.callId())).endsWith("call.ended").containsOnlyOnce("call.ended");
        assertThat(server.count("sidetone_media_lost")).isEqualTo(1);
    }

    @Test
    void aReplacedSocketIsNotAskedForAgain() throws Exception {
        MintedCalls.Minted call = Objects.requireNonNull(server.minted.mint("CA1"));
        Phone older = Phone.minted(server, call).started(PARAMETERS);
        try (Phone newer = Phone.minted(server, server.minted.another(call.callId(), "CA1", 0))
                .started(PARAMETERS)) {
            assertThat(older.socket.goodbye().closeCode()).isEqualTo(1_000);
            older.close();
            newer.stops();
            newer.socket.settle();
        }
        isOver();
        assertThat(asked).isEmpty();
    }

    @Test
    void aSenderOfGarbageIsNotWaitedFor() throws Exception {
        Phone phone = Phone.foreign(server, "CA1").started();
        for (int i = 0; i < 4; i++) {
            phone.socket.text("not json");
        }
        assertThat(phone.socket.goodbye().closeCode()).isEqualTo(1_008);
        phone.close();

        isOver();
        assertThat(asked).isEmpty();
        assertThat(server.engine.types("CA1")).doesNotContain("fault").endsWith("call.ended");
    }

    @Test
    void aSignedStreamOfOtherTwimlIsStartedAgainToo() throws Exception {
        Phone phone = Phone.foreign(server, "CA7");
        phone.started(Map.of("session", "s_stolen", "gate", "answered", "note", "kept"));
        lose(phone);

        Asked again = next();
        assertThat(again.stream().parameters()).isEqualTo(Map.of("note", "kept"));
        try (Phone back = comesBack(again, "CA7", "CA7").started(again.stream().parameters())) {
            back.stops();
            isOver();
        }
        assertThat(server.engine.types("CA7")).endsWith("call.ended").containsOnlyOnce("call.started");
    }

    @Test
    void aStreamOfWhichNothingIsProvedIsNot() throws Exception {
        server.close();
        server = server(TwilioAccount.ForeignStreams.OPEN, false, List.of(willing));
        lose(Phone.foreign(server, "CA7").started());

        MediaServer.until("it says so", () -> said("it is not ours to start"));
        assertThat(asked).isEmpty();
    }

    @Test
    void withoutCredentialsItSaysWhatWouldHelp() throws Exception {
        server.close();
        server = server(TwilioAccount.ForeignStreams.SIGNED, false, List.of());
        lose(Phone.foreign(server, "CA7").started());

        MediaServer.until("it says so", () -> said("with twilio.account-sid and twilio.auth-token set"));
        assertThat(server.calls.find("CA7")).as("it waits all the same").isNotNull();
    }

    @Test
    void anAnswerThatTheCallIsOverEndsTheWaiting() throws Exception {
        try (TwilioSimulator twilio = TwilioSimulator.start(
                new io.sidetone.sim.twilio.TwilioAccount(MediaServer.ACCOUNT, MediaServer.TOKEN),
                InstantSource.fixed(CallWorld.NOW),
                new Random(1))) {
            server.close();
            // the first token is not the account's any more: the second is tried
            server = server(
                    TwilioAccount.ForeignStreams.SIGNED,
                    false,
                    List.of(control("an-older-token", twilio.apiUrl()), control(MediaServer.TOKEN, twilio.apiUrl())));
            lose(Phone.foreign(server, "CA00000000000000000000000000000007").started());

            isOver();
            assertThat(said("not started again, as the call is over")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Callback.class)
    void callbacksEndTheWaitingToo(Callback callback) throws Exception {
        server.close();
        server = server(TwilioAccount.ForeignStreams.SIGNED, false, List.of());
        lose(Phone.foreign(server, "CA1").started());
        callback.post(this);

        isOver();
        assertThat(server.engine.data("call.ended").get(0).path("endReason").asText())
                .isEqualTo("stream_closed");
    }

    private enum Callback {
        CALL_COMPLETED {
            @Override
            void post(StreamStarterTest test) throws IOException {
                test.post("/twilio/call-status", Forms.status("completed", "CA1"));
            }
        },
        STREAM_STOPPED {
            @Override
            void post(StreamStarterTest test) throws IOException {
                test.post(
                        "/twilio/stream-status",
                        Map.of(
                                "StreamSid", "MZ1",
                                "CallSid", "CA1",
                                "AccountSid", MediaServer.ACCOUNT,
                                "StreamEvent", "stream-stopped"));
            }
        };

        abstract void post(StreamStarterTest test) throws IOException;
    }

    @Test
    void newsOfTheDialledSideReachesACallWhoseFirstStreamIsGone() throws Exception {
        MintedCalls.Minted call = Objects.requireNonNull(server.minted.mint("CA1"));
        lose(Phone.minted(server, call).started(PARAMETERS));
        Asked again = next();
        post("/twilio/call-status?session=" + call.callId(), Forms.status("in-progress", "CA-child"));

        try (Phone back = comesBack(again, call.callId()).started(PARAMETERS)) {
            back.socket.text(Phone.media(0, CallWorld.filled(160, 4)).replace("inbound", "outbound"));
            back.socket.settle();
            assertThat(server.speech.of("outbound").heard())
                    .as("the gate is open")
                    .hasSize(160);
        }
    }

    @Test
    void aDialledLegThatAnswersGetsAStreamOfItsOwn() throws Exception {
        server.close();
        server = server(TwilioAccount.ForeignStreams.SIGNED, true, List.of(willing));
        String twiml = post("/twilio/voice", Forms.voice());
        assertThat(twiml).contains("track=\"inbound_track\"").doesNotContain("\"gate\"");
        MintedCalls.Minted call = minted(twiml);
        post("/twilio/call-status?session=" + call.callId(), Forms.status("in-progress", "CA-child"));
        Phone callers = Phone.minted(server, call);
        Map<String, String> parameters = Map.of(
                "session", call.callId(), "role.inbound", "technician", "role.outbound", "agent", "note", "kept");
        callers.started(parameters); // the answer was here before it

        Asked childs = next();
        assertThat(childs.callSid()).isEqualTo("CA-child");
        assertThat(childs.stream().track()).isEqualTo(MediaStream.Track.INBOUND);
        assertThat(childs.stream().parameters())
                .isEqualTo(Map.of("session", call.callId(), "role.inbound", "agent", "note", "kept"));
        post("/twilio/call-status?session=" + call.callId(), Forms.status("in-progress", "CA-child"));
        try (Phone child = comesBack(childs, call.callId(), "CA-child")) {
            child.started(childs.stream().parameters());
            child.stops();
            child.socket.settle();
        }
        callers.stops();
        isOver();
        callers.close();
        assertThat(asked).as("a report that repeats asks for nothing").isEmpty();
        assertThat(server.engine.data("leg.started"))
                .extracting(it -> it.path("role").asText())
                .contains("technician", "agent");
        assertThat(server.engine.types(call.callId())).endsWith("call.ended").containsOnlyOnce("call.started");
    }

    /** Breaks the socket, and sees the call notice. */
    private void lose(Phone phone) throws IOException {
        phone.socket.reset();
        MediaServer.until("the loss is seen", () -> !server.engine.data("fault").isEmpty());
    }

    private void isOver() {
        MediaServer.until("the call is over", () -> server.calls.size() == 0);
    }

    private Asked next() throws InterruptedException {
        return Objects.requireNonNull(asked.poll(10, TimeUnit.SECONDS), "nothing was asked for");
    }

    private Phone comesBack(Asked as, String callId) throws IOException {
        return comesBack(as, callId, "CA1");
    }

    private Phone comesBack(Asked as, String callId, String callSid) throws IOException {
        return Phone.minted(server, new MintedCalls.Minted(callId, as.token(), callSid));
    }

    private List<String> faults() {
        return server.engine.data("fault").stream()
                .filter(it -> it.path("code").asText().equals("twilio.stream_lost"))
                .map((JsonNode it) -> it.path("legId").asText() + " " + it.path("resolved"))
                .toList();
    }

    private boolean said(String words) {
        return List.copyOf(server.log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .anyMatch(it -> it.contains(words));
    }

    private String post(String target, Map<String, String> fields) throws IOException {
        SortedMap<String, List<String>> form = new TreeMap<>();
        fields.forEach((name, value) -> form.put(name, List.of(value)));
        String signature = new RequestSigner(MediaServer.TOKEN).signForm(MediaServer.PUBLIC + target, form);
        try (RawSocket socket = new RawSocket(server.port())) {
            return socket.request("POST " + target, Forms.form(fields), "X-Twilio-Signature: " + signature);
        }
    }

    private static MintedCalls.Minted minted(String twiml) {
        String token = twiml.replaceAll("(?s).*/twilio/media/([0-9A-Za-z]+)\".*", "$1");
        String callId = twiml.replaceAll("(?s).*session=(s_[0-9A-Za-z]+).*", "$1");
        return new MintedCalls.Minted(callId, token, "CA1");
    }

    private static StreamControl control(String token, URI api) {
        return new TwilioStreamControl(MediaServer.ACCOUNT, token, api, Duration.ofSeconds(10));
    }

    private static MediaServer server(
            TwilioAccount.ForeignStreams foreign, boolean streamPerLeg, List<StreamControl> controls) {
        AnswerPlan plan = MediaServer.plan(new DialTarget.Client("desk"), null);
        AnswerPlan mine = new AnswerPlan(
                plan.announcement(),
                plan.target(),
                plan.dialTimeout(),
                plan.callerId(),
                plan.fallback(),
                plan.inboundRole(),
                plan.outboundRole(),
                plan.parameters(),
                streamPerLeg);
        return new MediaServer(
                CallWorld.rules(8, 4, Duration.ofSeconds(60)),
                MediaServer.account(foreign),
                MediaServer.limits(Duration.ofSeconds(30)),
                mine,
                controls);
    }
}
