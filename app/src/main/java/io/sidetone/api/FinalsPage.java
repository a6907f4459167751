package io.sidetone.api;

import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.EventLog.Stored;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of one call's finals while it is being filled. One thread at a time. */
final class FinalsPage {
    private final int max;
    private final List<Stored> finals = new ArrayList<>();
    private @Nullable Cursor next;

    FinalsPage(int max) {
        this.max = max;
    }

    void add(Stored said) {
        finals.add(said);
    }

    int room() {
        return max - finals.size();
    }

    /**
     * Whether to read on.
     *
     * @param more there is more to read
     * @param from where
     */
    boolean goesOn(boolean more, Cursor from) {
        next = more ? from : null;
        return more && room() > 0;
    }

    List<byte[]> items(boolean words) {
        return finals.stream().map(it -> Items.data(it, words)).toList();
    }

    /** Null at the end. */
    @Nullable Cursor next() {
        return next;
    }
}
