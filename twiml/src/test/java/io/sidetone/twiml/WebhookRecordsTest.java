package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRecordsTest {
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String CALL = "CA00000000000000000000000000000002";
    private static final String CHILD = "CA00000000000000000000000000000003";
    private static final String IDS = "AccountSid=" + ACCOUNT + "&CallSid=" + CALL;

    @Test
    void readsAVoiceRequest() {
        String body = IDS + "&From=client%3Aanna&To=%2B15005550006&Direction=inbound&CallStatus=ringing"
                + "&ApiVersion=2010-04-01&CallerName=&ForwardedFrom=%2B15005550007&New=1";

        assertThat(VoiceRequest.from(Samples.form(body)))
                .isEqualTo(new VoiceRequest(
                        CALL,
                        ACCOUNT,
                        "client:anna",
                        "+15005550006",
                        "inbound",
                        "ringing",
                        null,
                        "+15005550007",
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CallSid", "AccountSid", "From", "To", "Direction", "CallStatus"})
    void namesTheFieldThatAVoiceRequestLacks(String field) {
        String body = (IDS + "&From=a&To=b&Direction=inbound&CallStatus=ringing").replace(field + "=", "Other=");

        assertThatThrownBy(() -> VoiceRequest.from(Samples.form(body)))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage("the voice request lacks " + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "CA1%0A", "", "C", "CA%C3%A9"})
    void refusesIdentifiersThatAreNone(String sid) {
        String body = "AccountSid=" + ACCOUNT + "&CallSid=" + sid + "&DialCallStatus=busy";

        assertThatThrownBy(() -> DialEnded.from(Samples.form(body)))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("CallSid");
    }

    @Test
    void readsTheProgressOfADialledLeg() {
        String body = "AccountSid=" + ACCOUNT + "&CallSid=" + CHILD + "&ParentCallSid=" + CALL
                + "&CallStatus=in-progress&SequenceNumber=2&Timestamp=Thu%2C+02+Jan+2025+03%3A04%3A05+%2B0000";

        CallProgress progress = CallProgress.from(Samples.form(body));

        assertThat(progress)
                .isEqualTo(new CallProgress(
                        CHILD, ACCOUNT, CALL, "in-progress", 2, Instant.parse("2025-01-02T03:04:05Z")));
        assertThat(progress.answered()).isTrue();
        assertThat(progress.ended()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "initiated,false,false",
        "ringing,false,false",
        "in-progress,true,false",
        "completed,false,true",
        "busy,false,true",
        "no-answer,false,true",
        "failed,false,true",
        "canceled,false,true"
    })
    void tellsAnsweredFromEnded(String status, boolean answered, boolean ended) {
        CallProgress progress = CallProgress.from(Samples.form(IDS + "&CallStatus=" + status));

        assertThat(progress.answered()).isEqualTo(answered);
        assertThat(progress.ended()).isEqualTo(ended);
        assertThat(progress.at()).isNull();
    }

    @Test
    void saysWhatIsWrongWithANumberOrATime() {
        assertThatThrownBy(() -> CallProgress.from(Samples.form(IDS + "&CallStatus=ringing&SequenceNumber=two")))
                .hasMessage("the call-status request has SequenceNumber \"two\"; expected a whole number");
        assertThatThrownBy(() -> CallProgress.from(Samples.form(IDS + "&CallStatus=ringing&Timestamp=yesterday")))
                .hasMessageContaining("Timestamp \"yesterday\"")
                .hasMessageContaining("Thu, 02 Jan 2025");
    }

    @Test
    void readsTheStatusOfAStream() {
        String body = IDS + "&StreamSid=MZ00000000000000000000000000000003&StreamName=legs&StreamEvent=stream-error"
                + "&StreamError=Stream+-+WebSocket+-+Handshake+Error&Timestamp=2025-01-02T03%3A04%3A05.678Z";

        assertThat(StreamStatus.from(Samples.form(body)))
                .isEqualTo(new StreamStatus(
                        "MZ00000000000000000000000000000003",
                        CALL,
                        ACCOUNT,
                        "legs",
                        StreamStatus.Event.ERROR,
                        "Stream - WebSocket - Handshake Error",
                        Instant.parse("2025-01-02T03:04:05.678Z")));
    }

    @ParameterizedTest
    @CsvSource({"stream-started,STARTED", "stream-stopped,STOPPED", "stream-error,ERROR", "stream-paused,OTHER"})
    void knowsTheEventsOfAStream(String word, StreamStatus.Event event) {
        assertThat(StreamStatus.from(Samples.form(IDS + "&StreamSid=MZ1&StreamEvent=" + word))
                        .event())
                .isEqualTo(event);
    }

    @Test
    void readsTheEndOfADial() {
        DialEnded ended = DialEnded.from(Samples.form(IDS + "&DialCallStatus=no-answer&DialCallSid=" + CHILD));

        assertThat(ended).isEqualTo(new DialEnded(CALL, ACCOUNT, "no-answer", CHILD));
        assertThatThrownBy(() -> DialEnded.from(Samples.form(IDS))).hasMessageContaining("lacks DialCallStatus");
    }
}
