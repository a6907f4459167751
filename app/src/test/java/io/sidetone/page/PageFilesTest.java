package io.sidetone.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.sidetone.world.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page's files as the server gives them out. */
@Timeout(60)
class PageFilesTest {
    private static final Pattern FILE = Pattern.compile("\"(/page/[0-9a-f]{12}/[^\"]+)\"");
    private static final long MOST_BYTES = 100_000; // compressed, all together

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void areServedForEverAndTheHtmlIsAskedForAnew(@TempDir Path data) throws Exception {
        try (World world = World.start(data, Map.of())) {
            URI server = URI.create("http://localhost:" + world.server().port());
            HttpResponse<String> index = ask(server.resolve("/"), "GET");

            assertThat(index.statusCode()).isEqualTo(200);
            assertThat(header(index, "content-type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(index, "cache-control")).isEqualTo("no-cache");
            assertThat(header(index, "content-security-policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                    .doesNotContain("unsafe");
            assertThat(header(index, "x-content-type-options")).isEqualTo("nosniff");

            HttpResponse<String> known = ask(server.resolve("/"), "GET", "If-None-Match", header(index, "etag"));
            assertThat(known.statusCode()).isEqualTo(304);

            List<String> files =
                    FILE.matcher(index.body()).results().map(it -> it.group(1)).toList();
            assertThat(files).anyMatch(it -> it.endsWith("/main.js")).anyMatch(it -> it.endsWith(".css"));
            for (String file : files) {
                HttpResponse<String> served = ask(server.resolve(file), "GET", "Accept-Encoding", "gzip");
                assertThat(served.statusCode()).as(file).isEqualTo(200);
                assertThat(header(served, "cache-control")).contains("immutable");
                assertThat(header(served, "content-encoding")).isEqualTo("gzip");
                assertThat(ask(server.resolve(file), "HEAD").body()).isEmpty();
            }
            String another = files.get(0).replaceFirst("/page/[0-9a-f]{12}", "/page/0123456789ab");
            for (String nowhere : List.of(another, "/nowhere", "/page/", "/page/../page/main.js")) {
                HttpResponse<String> answer = ask(server.resolve(nowhere), "GET");
                assertThat(answer.statusCode()).as(nowhere).isEqualTo(404);
                assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
            }
            HttpResponse<String> posted = ask(server.resolve("/"), "POST");
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(header(posted, "allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void areLightEnough() {
        assertThat(PageFiles.load("/page/", "1.0").weight()).isBetween(10_000L, MOST_BYTES);
    }

    @Test
    void goOutWithoutTheirCommentsAndWithTheSameLines() {
        assertThat(
                        slim(
                                "a.js",
                                "// @ts-check\n/** One.\n * @param {x} y\n */\nlet a = '/* no */'; // stays\n  /** @type {b} */\n  c();\n"))
                .isEqualTo("\n\n\n\nlet a = '/* no */'; // stays\n\n  c();\n");
        assertThat(slim("a.css", "/* One\n   two. */\n.a { color: red; } /* stays */\n"))
                .isEqualTo("\n\n.a { color: red; } /* stays */\n");
        String inFront = "/** @type {any} */ (a).b();\n";
        assertThat(slim("a.js", inFront + "/** Two. **/\nc();\n")).isEqualTo(inFront + "\nc();\n");
        assertThat(slim("a.svg", "<!-- -->\n// no\n")).isEqualTo("<!-- -->\n// no\n");
    }

    @Test
    void haveNoTextOfSeveralLinesThatCouldHoldWhatLooksLikeAComment() throws Exception {
        Path folder = Path.of("src/main/resources/io/sidetone/page");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path script : files.filter(it -> it.toString().endsWith(".js")).toList()) {
                String slim = new String(Slim.of("a.js", Files.readAllBytes(script)), StandardCharsets.UTF_8);
                assertThat(slim.lines()).as(script.toString()).allSatisfy(line -> assertThat(
                                line.chars().filter(it -> it == '`').count() % 2)
                        .as(line)
                        .isZero());
            }
        }
    }

    private static String slim(String name, String text) {
        return new String(Slim.of(name, text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void nameTheServersVersionAndNothingElseThatIsOpenInTheHtml() throws Exception {
        byte[] html = bytes(PageFiles.load("/page/", "1.2.3\"><script>").index());
        String text = new String(html, StandardCharsets.UTF_8);
        assertThat(text).contains("content=\"1.2.3script\"");
        Matcher inline = Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=")
                .matcher(text);
        assertThat(inline.find()).as("inline code or style").isFalse();
    }

    private static byte[] bytes(PageFile file) {
        return ByteBufUtil.getBytes(file.plain());
    }

    private HttpResponse<String> ask(URI url, String method, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
