package io.sidetone.sim.load;

import java.io.IOException;
import java.net.URI;

/** There is no bridge to load. */
public final class NothingListens extends IOException {
    private static final long serialVersionUID = 1;

    NothingListens(URI url, IOException cause) {
        super(
                "nothing listens at " + url + ": " + cause.getMessage()
                        + "; start the server first, with the settings above, or give its --url",
                cause);
    }
}
