package io.sidetone.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/**
 * Posts to one target with connections and threads of its own, so that targets never wait for each
 * other. Follows nothing, retries nothing, connects only to addresses that {@link Addresses} allows.
 * Safe on any thread; answers arrive on {@code sidetone-webhook-<target>}.
 */
final class Sender implements Post, AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final long CONNECT_MILLIS = 3_000;
    private static final long IDLE_SECONDS = 50;

    private final Target target;
    private final HttpUrl url;
    private final Surroundings surroundings;
    private final AnswerReader reader;
    private final Addresses addresses;
    private final ExecutorService threads;
    private final OkHttpClient client;

    Sender(Target target, Surroundings surroundings) {
        this.target = target;
        this.url = target.httpUrl();
        this.surroundings = surroundings;
        this.reader = new AnswerReader(target, surroundings.clock());
        this.addresses = new Addresses(target.allowed());
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE, // bounded by the dispatcher below
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Threads.named("sidetone-webhook-" + target.name()));
        this.client = client(target, surroundings);
    }

    private OkHttpClient client(Target target, Surroundings surroundings) {
        int requests = target.concurrency();
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(requests);
        dispatcher.setMaxRequestsPerHost(requests);
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(requests, IDLE_SECONDS, TimeUnit.SECONDS))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)) // HTTP/2 where TLS offers it
                .dns(addresses.checking(surroundings.dns()))
                .proxy(surroundings.proxy())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .readTimeout(target.timeout())
                .writeTimeout(target.timeout())
                .callTimeout(target.timeout())
                .addInterceptor(this::leaving);
        Tls tls = surroundings.tls();
        if (tls != null) {
            client.sslSocketFactory(tls.sockets(), tls.trust());
        }
        return client.build();
    }

    @Override
    public void post(Attempt attempt, Consumer<Answer> answered) {
        Outgoing outgoing = new Outgoing(attempt, answered);
        Request.Builder request = new Request.Builder()
                .url(url)
                .tag(Outgoing.class, outgoing)
                .header("user-agent", "sidetone/" + surroundings.version())
                .header("accept-encoding", "identity") // or OkHttp would unpack whatever comes
                .header("webhook-id", attempt.eventId())
                .header("x-webhook-attempt", Integer.toString(attempt.number()))
                .post(new OneShot(attempt.body()));
        String traceparent = surroundings.witness().traceparent(attempt.callId());
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        client.newCall(request.build()).enqueue(outgoing);
    }

    /** Runs when a thread takes the request up: only now is it dated and signed, and its address looked at. */
    private Response leaving(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Outgoing outgoing = request.tag(Outgoing.class);
        if (outgoing == null) {
            throw new IOException("a request without its attempt");
        }
        outgoing.startedNanos = surroundings.nanoTime().getAsLong();
        addresses.checkLiteral(request.url().host());
        Attempt attempt = outgoing.attempt;
        long unixSeconds = surroundings.clock().instant().getEpochSecond();
        return chain.proceed(request.newBuilder()
                .header("webhook-timestamp", Long.toString(unixSeconds))
                .header(
                        "webhook-signature",
                        Signature.header(target.secrets(), attempt.eventId(), unixSeconds, attempt.body()))
                .build());
    }

    /** Ends requests in flight; their outcome stays unknown. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        threads.shutdown();
        client.connectionPool().evictAll();
    }

    /** A request on its way, and who waits for its answer. */
    private final class Outgoing implements Callback {
        private final Attempt attempt;
        private final Consumer<Answer> answered;
        private long startedNanos; // written and read on the request's thread

        Outgoing(Attempt attempt, Consumer<Answer> answered) {
            this.attempt = attempt;
            this.answered = answered;
            this.startedNanos = surroundings.nanoTime().getAsLong();
        }

        @Override
        public void onResponse(Call call, Response response) {
            ended(reader.read(response, call::cancel));
        }

        @Override
        public void onFailure(Call call, IOException failure) {
            ended(reader.failed(failure));
        }

        private void ended(Answer answer) {
            Duration took = Duration.ofNanos(surroundings.nanoTime().getAsLong() - startedNanos);
            surroundings
                    .witness()
                    .attempted(
                            attempt.callId(),
                            target.name(),
                            attempt.number(),
                            surroundings.clock().instant().minus(took),
                            took,
                            answer.status());
            answered.accept(answer.after(took.toNanos()));
        }
    }

    /** A body that OkHttp may not send twice on its own, as it would after a 503 with {@code Retry-After: 0}. */
    private static final class OneShot extends RequestBody {
        private final byte[] body;

        OneShot(byte[] body) {
            this.body = body;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return body.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(body);
        }
    }
}
