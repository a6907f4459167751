package io.sidetone.sim.twilio;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Posts signed forms. Answers come on the HTTP client's threads. */
final class Webhooks {
    private static final Duration PATIENCE = Duration.ofSeconds(15); // Twilio's, for the whole request

    private final HttpClient http;
    private final Signer signer;
    private final UnaryOperator<URI> route;

    /** @param route from the URL that is signed to the one that is connected to */
    Webhooks(HttpClient http, Signer signer, UnaryOperator<URI> route) {
        this.http = http;
        this.signer = signer;
        this.route = route;
    }

    CompletableFuture<HttpResponse<String>> post(URI uri, Map<String, String> form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(route.apply(uri))
                .timeout(PATIENCE)
                .header("content-type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("user-agent", "TwilioProxy/1.1")
                .header("accept", "*/*")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        signer.ofForm(uri, form).ifPresent(signature -> request.header("x-twilio-signature", signature));
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
