package io.sidetone.api.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.api.CallScript;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each format against files and texts written by hand. */
class ExportTest {
    private static final String CALL = "s_7Qm2vJ0d";
    private static final Pattern CUE_TIME =
            Pattern.compile("(?m)^([0-9:]+)[.,]([0-9]{3}) --> ([0-9:]+)[.,]([0-9]{3})$");

    private static Transcript transcript(Consumer<CallScript> script) {
        TranscriptReader reader = new TranscriptReader(CALL);
        script.accept(new CallScript(CALL, reader::take));
        return reader.transcript();
    }

    private static String written(Transcript transcript, Format format) {
        return new String(format.write(transcript, Look.usual(format)), UTF_8);
    }

    /** A conversation with everything that can be in one. */
    private static Transcript conversation() {
        return transcript(call -> call.labelled("queue", "support")
                .withTechnicianAndCaller()
                .says("l2", 1, 61_200, 62_500, "Yes, one moment.") // arrived before what was said before it
                .says("l1", 1, 58_340, 61_020, "Can you check the serial number on the label?")
                .utteranceOver("l1", 1, "speech_final")
                .says("l1", 2, 62_000, 62_300, "Sure.")
                .says("l2", 1, 62_600, 63_990, "It says four seven two.")
                .utteranceOver("l2", 1, "finalized")
                .pressed("l2", 65_010)
                .paused(66_000)
                .resumed(69_500)
                .fault("l2", "stt.disconnected", 70_000, 0, false)
                .fault("l2", "audio.shed", 70_000, 500, false)
                .fault("l2", "stt.disconnected", 74_000, 0, true)
                .fault("l2", "audio.shed", 70_000, 4_000, true)
                .says("l1", 3, 71_000, 80_500, "Are you still there?")
                .utteranceOver("l1", 3, "silence")
                .ended(90_000));
    }

    @ParameterizedTest
    @EnumSource
    void aConversationWithOverlapsGapsPausesAndKeys(Format format) throws IOException {
        String written = written(conversation(), format);

        assertThat(written).isEqualTo(file("conversation." + format.extension()));
    }

    @ParameterizedTest
    @EnumSource
    void aCallInWhichNobodySpokeIsStillACall(Format format) throws IOException {
        String written = written(transcript(call -> call.started().ended(3_000)), format);

        assertThat(written).isEqualTo(file("empty." + format.extension()));
    }

    private static String file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ExportTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aCallThatIsNotOverSaysSo() {
        Transcript live = transcript(call -> call.withTechnicianAndCaller()
                .says("l1", 1, 500, 1_500, "Hello?")
                .paused(2_000));

        assertThat(written(live, Format.TEXT)).isEqualTo("""
                        Call s_7Qm2vJ0d  2025-11-20 10:00:00Z  +15550100001 -> +15550100900
                        [00:00:00] Technician (Sam): Hello?
                        [00:00:02] [paused 00:00:02–]
                        [the call is not over]
                        """);
        assertThat(written(live, Format.JSON)).contains("\"durationMs\":2000,\"complete\":false");
        assertThat(live.lastSeq()).isEqualTo(5);
    }

    @Test
    void repairsThatMayBeMissingAreTold() {
        Transcript repaired = transcript(call -> call.started().ended(60_000, 12_001));

        assertThat(written(repaired, Format.TEXT)).endsWith("[00:00:13 were to be transcribed after the call's end]\n");
        assertThat(written(repaired, Format.JSON)).contains("\"complete\":false,\"pendingRepairMs\":12001");
    }

    @Test
    void timesOfDayAreThoseOfTheZone() {
        Look look = new Look(true, ZoneId.of("Asia/Kolkata"), Look.Names.NAME, 42, 2);

        String text = new String(Format.TEXT.write(conversation(), look), UTF_8);

        assertThat(text)
                .startsWith("Call s_7Qm2vJ0d  2025-11-20 15:30:00+05:30  ")
                .contains("[15:30:58] Sam: Can you")
                .contains("[15:31:10] Caller: [no transcript 15:31:10–15:31:14]\n")
                .contains("[15:31:06] [paused 15:31:06–15:31:09]\n");
    }

    @Test
    void someLegsOnlyLeavesOutTheOthersWordsAndGaps() {
        Transcript one = conversation().only(Set.of("l1"));

        assertThat(written(one, Format.TEXT))
                .contains("Technician (Sam): Sure.")
                .contains("[paused")
                .doesNotContain("Caller", "no transcript");
    }

    @Test
    void gapsOfTheWholeCallStandWithoutASpeaker() {
        Transcript lost =
                transcript(call -> call.withTechnicianAndCaller().fault(null, "storage.failed", 5_000, 2_000, false));

        assertThat(written(lost, Format.TEXT)).contains("\n[00:00:05] [no transcript 00:00:05–00:00:07]\n");
        assertThat(written(lost, Format.VTT))
                .contains("gap-5000\n00:00:05.000 --> 00:00:07.000\n[no transcript 00:00:05–00:00:07]\n");
    }

    @Test
    void gapsThatTouchAreOneAndOthersAreNot() {
        Transcript lost = transcript(call -> call.withTechnicianAndCaller()
                .fault("l1", "stt.refused", 1_000, 500, false)
                .fault("l2", "stt.refused", 1_200, 100, false)
                .fault("l1", "audio.gap", 1_300, 200, false)
                .fault("l1", "stt.refused", 1_500, 500, false)
                .fault("l1", "stt.refused", 2_001, 10, false));

        assertThat(lost.gaps())
                .containsExactly(
                        new Transcript.Gap("l1", 1_000, 2_000, "stt.refused"),
                        new Transcript.Gap("l2", 1_200, 1_300, "stt.refused"),
                        new Transcript.Gap("l1", 1_300, 1_500, "audio.gap"),
                        new Transcript.Gap("l1", 2_001, 2_011, "stt.refused"));
    }

    @Test
    void whatBeginsTogetherIsOrderedByLegAndNumber() {
        Transcript together = transcript(call -> call.started()
                .leg("l10", "agent", null)
                .leg("l2", "caller", null)
                .says("l10", 1, 100, 200, "ten")
                .says("l2", 2, 100, 200, "two, second")
                .says("l2", 1, 100, 200, "two, third"));

        assertThat(together.legs()).extracting(Transcript.Leg::legId).containsExactly("l2", "l10");
        assertThat(together.pieces())
                .extracting(Transcript.Piece::text)
                .containsExactly("two, second", "two, third", "ten");
    }

    @Test
    void aLongTextIsCutAtSentenceEndsAndThenAtWordTimes() {
        Transcript talk = transcript(call -> call.started()
                .leg("l1", "agent", null)
                .says(
                        "l1",
                        1,
                        0,
                        24_000,
                        "First we turn off the gas. Then we wait for five minutes until all of the water in the boiler"
                                + " has cooled down and nothing drips from the valve any more. Clear?"));

        assertThat(written(talk, Format.SRT)).isEqualTo("""
                        1
                        00:00:00,000 --> 00:00:04,500
                        Agent: First we turn off the gas.

                        2
                        00:00:04,500 --> 00:00:11,250
                        Agent: Then we wait for five minutes until
                        all of

                        3
                        00:00:11,250 --> 00:00:18,000
                        Agent: the water in the boiler has cooled
                        down and

                        4
                        00:00:18,000 --> 00:00:24,000
                        Agent: nothing drips from the valve any
                        more. Clear?

                        """);
        assertThat(written(talk, Format.VTT))
                .contains("s_7Qm2vJ0d.l1.1\n00:00:00.000 --> 00:00:04.500\n<v Agent>First we turn off the gas.\n\n")
                .contains(
                        "s_7Qm2vJ0d.l1.1/2\n00:00:04.500 --> 00:00:11.250\n<v Agent>Then we wait for five minutes until all of\n\n");
    }

    @Test
    void cuesAreNeverTooLongTooShortOrTooFull() {
        String sentence = "Well, that is what they said to us. ";
        Transcript talk = transcript(call -> call.withTechnicianAndCaller()
                .says("l1", 1, 0, 300, "Hm.")
                .says("l1", 1, 400, 600, "Yes?")
                .says("l2", 1, 500, 500, "No.")
                .says("l1", 2, 10_000, 60_000, sentence.repeat(20).strip())
                .says("l2", 2, 10_000, 100_000, "A".repeat(500))
                .saysWithoutWords(
                        "l2", 3, 100_000, 104_000, "one two three ".repeat(30).strip()));

        for (Format format : new Format[] {Format.SRT, Format.VTT}) {
            String file = written(talk, format);
            Matcher times = CUE_TIME.matcher(file);
            while (times.find()) {
                long length = millis(times.group(3), times.group(4)) - millis(times.group(1), times.group(2));
                assertThat(length).as(times.group()).isBetween(1L, 7_000L);
            }
        }
        String srt = written(talk, Format.SRT);
        assertThat(srt).startsWith("1\n00:00:00,000 --> 00:00:00,400\n").contains("00:00:00,500 --> 00:00:01,500");
        for (String cue : srt.strip().split("\n\n", -1)) {
            String[] lines = cue.split("\n", -1);
            assertThat(lines).as(cue).hasSizeBetween(3, 4);
            assertThat(Arrays.stream(lines).skip(2)).as(cue).allMatch(line -> line.length() <= 42);
        }
        assertThat(written(talk, Format.VTT)
                        .lines()
                        .filter(line -> line.startsWith("<v "))
                        .map(line -> line.replaceFirst("<v [^>]*>", "")))
                .allMatch(line -> line.length() <= 84);
    }

    private static long millis(String clock, String millis) {
        String[] parts = clock.split(":", -1);
        return ((Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60 + Long.parseLong(parts[2])) * 1_000
                + Long.parseLong(millis);
    }

    @Test
    void nothingThatSomebodySaysIsTakenForTheFilesOwn() throws IOException {
        String hostile = "1\n00:00:01.000 --> 00:00:02.000\n\n<script>&amp;</script> --> \u0000\u2028WEBVTT ---->";
        Transcript talk = transcript(call -> call.started("<b>&\n2", "--> +1")
                .leg("l1", "a>b --> c", "<v Eve>\nx")
                .says("l1", 1, 1_000, 3_000, hostile));

        String vtt = written(talk, Format.VTT);
        assertThat(vtt.lines().filter(line -> line.contains("-->"))).hasSize(1);
        assertThat(vtt)
                .contains("<v A&gt;b --&gt; c (&lt;v Eve&gt; x)>1 00:00:01.000 --&gt; 00:00:02.000 "
                        + "&lt;script&gt;&amp;amp;&lt;/script&gt; --&gt; WEBVTT ----&gt;\n");
        String srt = written(talk, Format.SRT);
        assertThat(srt.lines().filter(line -> line.contains("-->")))
                .allMatch(line -> CUE_TIME.matcher(line).matches());
        assertThat(written(talk, Format.TEXT).lines()).hasSize(3);
        assertThat(written(talk, Format.NDJSON).lines()).hasSize(2);
        assertThat(new ObjectMapper()
                        .readTree(written(talk, Format.JSON))
                        .at("/utterances/0/text")
                        .asText())
                .startsWith("1 00:00:01.000 --> 00:00:02.000 <script>");
    }

    @Test
    void otherScriptsAreCutBetweenCharacters() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67"; // one character of five code points
        String japanese = "お電話ありがとうございます。担当の鈴木です。ご用件をお伺いします。".repeat(4);
        Transcript talk = transcript(call -> call.started()
                .leg("l1", "связист", null)
                .saysWithoutWords("l1", 1, 0, 6_000, japanese)
                .saysWithoutWords("l1", 2, 10_000, 12_000, family.repeat(30)));

        String vtt = written(talk, Format.VTT);
        String said = vtt.lines()
                .filter(line -> line.startsWith("<v Связист>"))
                .map(line -> line.substring("<v Связист>".length()))
                .reduce("", String::concat);
        assertThat(said).isEqualTo(japanese + family.repeat(30));
        assertThat(vtt.lines().filter(line -> line.startsWith("<v ")))
                .allMatch(line -> !line.endsWith("\u200D") && !line.contains(">\u200D"));
        assertThat(vtt).contains("お電話ありがとうございます。\n").contains("をお伺いします。\n");
    }

    @Test
    void theTimesOfWordsAreTakenWhereTheyStandInTheText() {
        Transcript talk = transcript(call -> call.started()
                .leg("l1", "agent", null)
                .saysWords("l1", 1, "Two. Four.", "Two.@1000-1500", "Four.@9000-9500")
                .saysWords("l1", 2, "Not these at all", "other@20000-20500", "words@29000-30000"));

        assertThat(written(talk, Format.SRT))
                .contains("00:00:01,000 --> 00:00:02,000\nAgent: Two.")
                .contains("00:00:09,000 --> 00:00:10,000\nAgent: Four.")
                .contains("00:00:20,000 --> 00:00:26,250\nAgent: Not these");
    }

    @Test
    void aNameThatIsLongLeavesRoomForWhatIsSaid() {
        Transcript talk = transcript(call -> call.started()
                .leg("l1", "the person responsible for the whole of the third floor", null)
                .says("l1", 1, 0, 2_000, "Hello there, who is speaking please?"));

        assertThat(written(talk, Format.SRT)).isEqualTo("""
                        1
                        00:00:00,000 --> 00:00:02,000
                        The person respons…: Hello there, who is
                        speaking please?

                        """);
    }

    @Test
    void aFinalWithoutItsBeginningIsShownAllTheSame() {
        Transcript rest = transcript(call -> call.says("l3", 7, 1_000, 2_000, "What is left."));

        assertThat(written(rest, Format.TEXT)).isEqualTo("""
                        Call s_7Qm2vJ0d  2025-11-20 10:00:02Z  ? -> ?
                        [00:00:01] Caller: What is left.
                        [the call is not over]
                        """);
    }
}
