package io.sidetone.twiml;

import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.call.Stream;
import com.twilio.rest.api.v2010.account.call.StreamCreator;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link StreamControl} over Twilio's REST API. Any thread; several requests may be under way at once. */
public final class TwilioStreamControl implements StreamControl {
    /** Where Twilio's REST API answers. */
    public static final URI VENDOR_URL = URI.create("https://api.twilio.com");

    private static final Pattern PATH_SAFE = Pattern.compile("[A-Za-z0-9._~-]+");

    private final TwilioRestClient client;

    /**
     * A control for one account.
     *
     * @param accountSid the account that owns the calls
     * @param authToken its auth token
     * @param apiUrl {@link #VENDOR_URL}, or a simulator's base URL
     * @param timeout how long to wait for an answer
     */
    public TwilioStreamControl(String accountSid, String authToken, URI apiUrl, Duration timeout) {
        this.client = new TwilioRestClient.Builder(accountSid, authToken)
                .httpClient(new RestTransport(apiUrl, timeout))
                .build();
    }

    @Override
    public String start(String callSid, MediaStream stream) {
        StreamCreator creator = Stream.creator(requirePathSafe("call sid", callSid), stream.url())
                .setName(requirePathSafe("stream's name", stream.name()))
                .setTrack(track(stream.track()))
                .setStatusCallback(stream.statusCallback());
        NumberedParameters.set(creator, stream.parameters());
        String what = "starting the stream " + stream.name() + " on " + callSid;
        Stream started = call(what, () -> creator.create(client));
        if (started == null || started.getSid() == null) {
            throw new StreamControlException(what + " failed: Twilio's answer names no stream", 0, 0, null);
        }
        return started.getSid();
    }

    @Override
    public void stop(String callSid, String streamSidOrName) {
        String call = requirePathSafe("call sid", callSid);
        String stream = requirePathSafe("stream's sid or name", streamSidOrName);
        @Nullable Stream unused = call(
                "stopping the stream " + stream + " on " + call,
                () -> Stream.updater(call, stream, Stream.UpdateStatus.STOPPED).update(client));
    }

    private static Stream.Track track(MediaStream.Track track) {
        return switch (track) {
            case INBOUND -> Stream.Track.INBOUND_TRACK;
            case OUTBOUND -> Stream.Track.OUTBOUND_TRACK;
            case BOTH -> Stream.Track.BOTH_TRACKS;
        };
    }

    /** The library puts these into the URL's path; a slash or dots must not reach another resource. */
    private static String requirePathSafe(String what, String value) {
        if (!PATH_SAFE.matcher(value).matches() || value.startsWith(".")) {
            throw new IllegalArgumentException("the " + what + " is \"" + value
                    + "\"; expected letters, digits, - and _, as it becomes part of a REST path");
        }
        return value;
    }

    private static @Nullable Stream call(String what, Supplier<Stream> request) {
        try {
            return request.get();
        } catch (ApiException e) {
            int status = orZero(e.getHttpStatusCode() == null ? e.getStatusCode() : e.getHttpStatusCode());
            int code = orZero(e.getCode());
            String message = what + " failed: Twilio answered " + status + ", error " + code + ": " + e.getMessage();
            throw new StreamControlException(message, code, status, e);
        } catch (TwilioException e) {
            throw new StreamControlException(what + " failed: " + e.getMessage(), 0, 0, e);
        }
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** twilio-java has 99 pairs of setters and no loop over them. */
    private static final class NumberedParameters {
        private static final int MOST = 99;

        static void set(StreamCreator creator, Map<String, String> parameters) {
            if (parameters.size() > MOST) {
                throw new IllegalArgumentException("the stream has " + parameters.size()
                        + " parameters; Twilio's REST API takes " + MOST + ": leave some out");
            }
            int number = 0;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                number++;
                set(creator, "setParameter" + number + "Name", parameter.getKey());
                set(creator, "setParameter" + number + "Value", parameter.getValue());
            }
        }

        private static void set(StreamCreator creator, String setter, String value) {
            try {
                Object unused =
                        StreamCreator.class.getMethod(setter, String.class).invoke(creator, value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("twilio-java's StreamCreator no longer has " + setter, e);
            }
        }
    }
}
