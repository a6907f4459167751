package io.sidetone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.server.DashboardToken;
import io.sidetone.settings.Settings;
import io.sidetone.tail.FeedFollower;
import io.sidetone.tail.FeedListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which running server is meant; the same for every command that asks one. */
final class ServerOptions {
    private static final URI FEED = URI.create("ws://server/api/v1/dashboard/ws");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "the server, such as https://bridge.example.com (default: on this machine, by its settings)")
    private @Nullable URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "the dashboard's token, for all to see who see this process (default: dashboard.token, or"
                    + " the file dashboard-token in data.dir)")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file with the token")
    private @Nullable Path tokenFile;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    /** @throws IOException if there is no token to be found */
    ApiClient client() throws IOException {
        Settings read = settingsIfNeeded();
        return new ApiClient(url(read), token(read));
    }

    /**
     * A follower of its dashboard feed, not started yet.
     *
     * @throws IOException if there is no token to be found
     */
    FeedFollower follower(ObjectNode topic, FeedListener listener) throws IOException {
        Settings read = settingsIfNeeded();
        return new FeedFollower(Address.moved(FEED, url(read)), token(read), topic, listener, System::nanoTime);
    }

    /** Null if the options say everything. */
    private @Nullable Settings settingsIfNeeded() {
        return url == null || (token == null && tokenFile == null) ? settings.read() : null;
    }

    private URI url(@Nullable Settings read) {
        if (url != null) {
            if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
                throw new IllegalArgumentException(
                        "--url: '" + url + "' (expected: an address such as https://bridge.example.com)");
            }
            return url;
        }
        if (read != null && read.http().tls() != null) {
            return read.http().publicUrl(); // its certificate is for that name
        }
        String host =
                read == null ? "127.0.0.1" : Settings.reachable(read.http().host());
        return URI.create(
                "http://" + host + ":" + (read == null ? 0 : read.http().port()));
    }

    private String token(@Nullable Settings read) throws IOException {
        if (token != null) {
            return token;
        }
        return tokenFile != null || read == null
                ? Files.readString(tokenFile == null ? Path.of("") : tokenFile).strip()
                : DashboardToken.existing(read);
    }
}
