package io.sidetone.server;

import io.sidetone.twiml.FormBody;
import io.sidetone.twiml.RequestSigner;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * Comes in from outside, the way Twilio would: by the public URL, with signatures made of our own auth token. Blocks;
 * for a command's own thread.
 */
final class PublicUrlCheck implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NORMAL_CLOSURE = 1000;
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
    private static final String NOBODYS_CALL = "AccountSid=AC00000000000000000000000000000000"
            + "&CallSid=CA00000000000000000000000000000000&CallStatus=completed";

    private final String base;
    private final @Nullable RequestSigner signer; // null: nothing is verified
    private final OkHttpClient http = new OkHttpClient.Builder()
            .callTimeout(PATIENCE)
            .followRedirects(false)
            .build();

    /** @param authToken the first of those in force; null without any */
    PublicUrlCheck(URI publicUrl, @Nullable String authToken) {
        this.base = publicUrl.toString().replaceFirst("/$", "");
        this.signer = authToken == null ? null : new RequestSigner(authToken);
    }

    /** @param instance of the process that is to be reached; see {@link Instance} */
    List<Checks.Finding> run(String instance) {
        Checks.Finding reached = reaches(instance);
        return reached.ok() ? List.of(reached, takesOurSignature(), upgrades()) : List.of(reached);
    }

    private Checks.Finding reaches(String instance) {
        String url = base + Instance.PATH;
        try (Response answer =
                http.newCall(new Request.Builder().url(url).build()).execute()) {
            String said = answer.body().string().strip();
            if (answer.code() == 200 && said.equals(instance)) {
                return ok("http.public-url", base + " reaches this process");
            }
            return bad(
                    "http.public-url",
                    url + " was answered with " + answer.code() + " by somebody else; let the proxy pass /twilio/ on to"
                            + " http.port, or set http.public-url");
        } catch (IOException e) {
            return bad("http.public-url", base + " does not reach this process: " + advice(e));
        }
    }

    private Checks.Finding takesOurSignature() {
        if (signer == null) {
            return ok("twilio.auth-token", "none: nothing is verified; set it before real calls");
        }
        String url = base + "/twilio/call-status";
        Request post = new Request.Builder()
                .url(url)
                .header(
                        "X-Twilio-Signature",
                        signer.signForm(url, FormBody.parse(NOBODYS_CALL.getBytes(StandardCharsets.UTF_8), 10)))
                .post(RequestBody.create(NOBODYS_CALL, FORM))
                .build();
        try (Response answer = http.newCall(post).execute()) {
            return answer.isSuccessful()
                    ? ok("twilio.auth-token", "a request signed with it is taken at " + url)
                    : bad(
                            "twilio.auth-token",
                            "a request signed with it was answered with " + answer.code() + ": "
                                    + answer.peekBody(500).string().strip()
                                    + "; the proxy must not change path, query or body");
        } catch (IOException e) {
            return bad("twilio.auth-token", url + ": " + advice(e));
        }
    }

    private Checks.Finding upgrades() {
        String url = base + "/twilio/media";
        String signed = url.replaceFirst("^http", "ws");
        Request.Builder request = new Request.Builder().url(url);
        if (signer != null) {
            request.header("X-Twilio-Signature", signer.sign(signed));
        }
        CompletableFuture<Checks.Finding> found = new CompletableFuture<>();
        WebSocket socket = http.newWebSocket(request.build(), new WebSocketListener() {
            @Override
            public void onOpen(WebSocket open, Response answer) {
                found.complete(ok("media socket", signed + " upgrades to a WebSocket"));
                open.close(NORMAL_CLOSURE, null);
            }

            @Override
            public void onFailure(WebSocket failed, Throwable why, @Nullable Response answer) {
                found.complete(refusedUpgrade(signed, why, answer));
            }
        });
        Checks.Finding late = bad("media socket", signed + ": no answer within " + PATIENCE.toSeconds() + " s");
        Checks.Finding finding = found.completeOnTimeout(late, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        socket.cancel();
        return finding;
    }

    private static Checks.Finding refusedUpgrade(String url, Throwable why, @Nullable Response answer) {
        if (answer == null) {
            return bad("media socket", url + ": " + (why instanceof IOException e ? advice(e) : why.toString()));
        }
        String said;
        try {
            said = answer.peekBody(500).string().strip();
        } catch (IOException e) {
            said = e.toString();
        }
        boolean isOurRule = answer.code() == 403 && said.contains("twilio.foreign-streams");
        return isOurRule
                ? ok("media socket", url + " is reached; streams of other TwiML are refused, as the settings say")
                : bad(
                        "media socket",
                        url + " was answered with " + answer.code() + " instead of an upgrade: " + said
                                + "; the proxy must pass the headers Upgrade and Connection on");
    }

    private static String advice(IOException e) {
        String detail = e instanceof UnknownHostException
                ? "the name cannot be resolved; look at DNS"
                : e instanceof SSLException
                        ? "TLS failed; look at the certificate and at what it is for"
                        : e instanceof ConnectException
                                ? "nothing listens there, or a firewall is between; look at the proxy and at http.port"
                                : e instanceof SocketTimeoutException
                                        ? "no answer; look at firewalls and at the proxy"
                                        : "look at the proxy";
        return detail + " (" + e.getMessage() + ")";
    }

    private static Checks.Finding ok(String what, String detail) {
        return new Checks.Finding(true, what, detail);
    }

    private static Checks.Finding bad(String what, String detail) {
        return new Checks.Finding(false, what, detail);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
