package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.TestEngines;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transcripts over HTTP, from a journal on disk. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TranscriptsTest {
    private Engine engine;
    private ApiServer server;
    private CallScript call;

    @BeforeEach
    void open(@TempDir Path dir) {
        engine = TestEngines.open(dir);
        server = new ApiServer(engine);
        call = new CallScript("s_1", event -> engine.events()
                        .append(event)
                        .toCompletableFuture()
                        .join())
                .withTechnicianAndCaller()
                .says("l1", 1, 1_000, 2_000, "Good morning.");
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transcript | */* | application/json | json",
                "transcript | application/json | application/json | json",
                "transcript | text/plain | text/plain; charset=utf-8 | txt",
                "transcript | text/html, text/*;q=0.5 | text/plain; charset=utf-8 | txt",
                "transcript | text/vtt;q=0.4, application/x-subrip;q=0.9 | application/x-subrip; charset=utf-8 | srt",
                "transcript | application/x-ndjson | application/x-ndjson | ndjson",
                "transcript?format=vtt | application/json | text/vtt; charset=utf-8 | vtt",
                "transcript.json | text/vtt | application/json | json",
                "transcript.ndjson | */* | application/x-ndjson | ndjson",
                "transcript.txt | */* | text/plain; charset=utf-8 | txt",
                "transcript.srt?format=srt | */* | application/x-subrip; charset=utf-8 | srt",
                "transcript.vtt | */* | text/vtt; charset=utf-8 | vtt",
            })
    void theFormatIsChosenByAddressThenParameterThenAccept(String path, String accept, String type, String extension) {
        HttpResponse<String> answer = server.get("/calls/s_1/" + path, "accept", accept);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains(type);
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"s_1-20251120T100000Z." + extension + "\"");
        assertThat(answer.headers().firstValue("vary")).contains("accept");
        assertThat(answer.body()).contains("Good morning.");
    }

    @Test
    void whoTakesNoneOfTheFormatsIsToldThem() {
        HttpResponse<String> answer = server.get("/calls/s_1/transcript", "accept", "image/png, text/html;q=0");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.body()).contains("text/vtt");
    }

    @Test
    void theTagIsTheNewestNumberAndWhoHasItGetsNothing() {
        HttpResponse<String> first = server.get("/calls/s_1/transcript.txt");
        assertThat(first.headers().firstValue("etag")).contains("\"4\"");
        assertThat(first.headers().firstValue("cache-control")).contains("private, no-cache");

        for (String tag : new String[] {"\"4\"", "W/\"4\"", "\"1\", \"4\"", "*"}) {
            HttpResponse<String> again = server.get("/calls/s_1/transcript.txt", "if-none-match", tag);
            assertThat(again.statusCode()).as(tag).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("etag")).contains("\"4\"");
        }

        call.says("l2", 1, 3_000, 4_000, "Hello!");
        HttpResponse<String> more = server.get("/calls/s_1/transcript.txt", "if-none-match", "\"4\"");
        assertThat(more.statusCode()).isEqualTo(200);
        assertThat(more.headers().firstValue("etag")).contains("\"5\"");
        assertThat(more.body()).endsWith("Caller: Hello!\n[the call is not over]\n");
    }

    @Test
    void aCallOfThousandsOfFinalsIsReadInParts() {
        for (int i = 2; i <= 1_500; i++) {
            call.says("l1", i, i * 1_000L, i * 1_000L + 900, "Sentence " + i + ".");
        }
        call.ended(1_600_000);

        String text = server.get("/calls/s_1/transcript.txt").body();
        assertThat(text.lines()).hasSize(1_501);
        assertThat(text).endsWith("[00:25:00] Technician (Sam): Sentence 1500.\n");
    }

    @Test
    void legsRolesAndNamesAreChosen() {
        call.says("l2", 1, 3_000, 4_000, "Hello!").ended(5_000);

        assertThat(server.get("/calls/s_1/transcript.txt?roles=caller&names=role")
                        .body())
                .contains("Caller: Hello!")
                .doesNotContain("morning");
        assertThat(server.get("/calls/s_1/transcript.txt?legs=l1&names=name&time=clock&tz=Europe/Berlin")
                        .body())
                .contains("11:00:00+01:00", "[11:00:01] Sam: Good morning.")
                .doesNotContain("Hello");
        assertThat(server.get("/calls/s_1/transcript.txt?legs=l1&roles=caller")
                        .body()
                        .lines())
                .hasSize(1);
    }
}
