package io.sidetone.twiml;

import com.twilio.exception.ApiConnectionException;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.hc.core5.http.Header;

/**
 * Carries twilio-java's requests over the JDK's client to a base URL of ours. The library's own transport has a fixed
 * host, waits up to 30 s to connect, and repeats a refused POST by itself; here a request is sent once and its caller
 * decides what comes next.
 */
final class RestTransport extends HttpClient {
    private static final String VENDOR_HOST = "https://api.twilio.com";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final String baseUrl;
    private final Duration timeout;
    private final java.net.http.HttpClient client;

    RestTransport(URI baseUrl, Duration timeout) {
        this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
        this.timeout = timeout;
        this.client = java.net.http.HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        String path = request.constructURL().toString().substring(VENDOR_HOST.length());
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(timeout)
                .header("Authorization", request.getAuthString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .method(request.getMethod().toString(), BodyPublishers.ofString(request.encodeFormBody()));
        try {
            HttpResponse<String> answer = client.send(post.build(), BodyHandlers.ofString());
            return response(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new ApiConnectionException("no answer from " + baseUrl + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted while waiting for " + baseUrl, e);
        }
    }

    /** A proxy's error page would make the library forget the status; it is told here instead. */
    private static Response response(int status, String body) {
        boolean json = body.stripLeading().startsWith("{");
        if (!json && status / 100 != 2) {
            String start = body.substring(0, Math.min(body.length(), 100)).strip();
            throw new ApiException("the answer is not Twilio's: \"" + start + "\"", status);
        }
        // With headers, if empty ones: the library's debug logging expects them.
        return new Response(body, status, new Header[0]);
    }
}
