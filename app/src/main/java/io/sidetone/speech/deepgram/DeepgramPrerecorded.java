package io.sidetone.speech.deepgram;

import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.codec.Wav;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Prerecorded;
import io.sidetone.speech.PrerecordedException;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.VendorTrust;
import io.sidetone.speech.wire.ForeignText;
import io.sidetone.speech.wire.RetryAfter;
import io.sidetone.speech.wire.VendorMeters;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Deepgram's transcription of whole pieces, {@code POST /v1/listen}. With threads and connections of its own, and
 * a bound on requests at once; what is beyond it waits its turn, so bound what you ask for. Tries nothing twice:
 * that is the caller's to decide, by the failure. A leg with a Flux model is transcribed by nova-3 here.
 */
public final class DeepgramPrerecorded implements Prerecorded, AutoCloseable {
    private static final int LONGEST_ANSWER_BYTES = 4 << 20;
    private static final int LONGEST_COMPLAINT_BYTES = 8 << 10;
    private static final long IDLE_SECONDS = 30;
    private static final int BYTES_PER_MS = 8;

    /**
     * @param timeout for one request, from its turn to the answer's end
     * @param atOnce requests at once; Deepgram allows a project 50
     */
    public record Limits(Duration timeout, int atOnce) {
        public Limits {
            if (timeout.toMillis() < 1 || atOnce < 1) {
                throw new IllegalArgumentException("deepgram prerecorded: " + timeout + ", " + atOnce
                        + " at once (expected: a positive duration, at least 1)");
            }
        }
    }

    private final DeepgramSettings settings;
    private final VendorMeters meters;
    private final ExecutorService threads;
    private final OkHttpClient client;

    /** @param trust whose certificates Deepgram, or what stands in its place, may show */
    public DeepgramPrerecorded(DeepgramSettings settings, Limits limits, VendorTrust trust, MeterRegistry registry) {
        this.settings = settings;
        this.meters = new VendorMeters(registry, Interpreter.PROVIDER);
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE, // bounded by the dispatcher below
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DeepgramPrerecorded::thread);
        this.client = client(limits, trust, threads);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sidetone-prerecorded-deepgram");
        thread.setDaemon(true);
        return thread;
    }

    private static OkHttpClient client(Limits limits, VendorTrust trust, ExecutorService threads) {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(limits.atOnce());
        dispatcher.setMaxRequestsPerHost(limits.atOnce());
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .sslSocketFactory(trust.sockets(), trust.manager())
                .connectionPool(new ConnectionPool(limits.atOnce(), IDLE_SECONDS, TimeUnit.SECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(limits.timeout())
                .readTimeout(limits.timeout())
                .writeTimeout(limits.timeout())
                .callTimeout(limits.timeout())
                .build();
    }

    @Override
    public String provider() {
        return Interpreter.PROVIDER;
    }

    @Override
    public CompletionStage<Transcript> transcribe(SpeechLeg leg, byte[] muLaw) {
        PieceRequest piece = PieceRequest.of(settings, leg);
        Request.Builder request = new Request.Builder()
                .url(piece.uri().toString())
                .header("user-agent", "sidetone")
                .header("accept-encoding", "identity") // or OkHttp would unpack whatever comes
                .post(new WavBody(Wav.of(Wav.Encoding.MULAW, 8_000, 1, muLaw)));
        Supplier<String> key = settings.apiKey();
        if (key != null) {
            request.header("authorization", "Token " + key.get().strip());
        }
        Asked asked = new Asked(new TranscriptReader(piece, muLaw.length / BYTES_PER_MS));
        client.newCall(request.build()).enqueue(asked);
        return asked.answer.minimalCompletionStage();
    }

    /** Ends requests in flight; they fail. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        threads.shutdown();
        client.connectionPool().evictAll();
    }

    @Override
    public String toString() {
        return "deepgram prerecorded " + settings.url().getHost();
    }

    /** A request on its way, and who waits for its answer. */
    private final class Asked implements Callback {
        private final TranscriptReader reader;
        private final CompletableFuture<Transcript> answer = new CompletableFuture<>();

        Asked(TranscriptReader reader) {
            this.reader = reader;
        }

        @Override
        public void onResponse(Call call, Response response) {
            try (response) {
                if (response.code() == 200) {
                    read(response, call::cancel);
                } else {
                    failed(refused(response, call::cancel));
                }
            } catch (IOException e) {
                failed(Failures.unreachable(problem(e)));
            } catch (RuntimeException e) { // a fault of ours; nobody may wait for ever
                failed(Failures.unintelligible(e.toString()));
            }
        }

        private void read(Response response, Runnable hangUp) throws IOException {
            byte[] body = body(response, LONGEST_ANSWER_BYTES, hangUp);
            if (body.length > LONGEST_ANSWER_BYTES) {
                failed(Failures.unintelligible("longer than " + LONGEST_ANSWER_BYTES + " bytes"));
                return;
            }
            Transcript transcript;
            try {
                transcript = reader.read(body, requestId(response));
            } catch (IOException e) {
                // not the parser's own words: they quote the answer, which is what somebody said
                failed(Failures.unintelligible(e.getClass().getSimpleName()));
                return;
            }
            meters.piece("transcribed");
            answer.complete(transcript);
        }

        private Failure refused(Response response, Runnable hangUp) throws IOException {
            String said = response.header("dg-error");
            if (said == null || said.isBlank()) {
                byte[] body = body(response, LONGEST_COMPLAINT_BYTES, hangUp);
                said = Failures.explanation(new String(body, StandardCharsets.UTF_8));
            }
            String requestId = requestId(response);
            return Failures.answered(
                    "a piece of audio",
                    response.code(),
                    said,
                    requestId == null ? "" : requestId,
                    RetryAfter.of(response.header("retry-after"), response.header("date")));
        }

        private @Nullable String requestId(Response response) {
            String id = response.header("dg-request-id");
            return id == null ? null : ForeignText.printable(id);
        }

        /** At most a byte more than the limit; without hanging up, OkHttp would go on reading for a while. */
        private byte[] body(Response response, int limit, Runnable hangUp) throws IOException {
            try (InputStream body = response.body().byteStream()) {
                byte[] read = body.readNBytes(limit + 1);
                if (read.length > limit) {
                    hangUp.run();
                }
                return read;
            }
        }

        @Override
        public void onFailure(Call call, IOException failure) {
            failed(Failures.unreachable(problem(failure)));
        }

        private String problem(IOException failure) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }

        private void failed(Failure failure) {
            meters.piece(failure.code());
            answer.completeExceptionally(new PrerecordedException(failure));
        }
    }
}
