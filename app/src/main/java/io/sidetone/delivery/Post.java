package io.sidetone.delivery;

import java.util.function.Consumer;

/** The way to one target. Safe on any thread. */
interface Post {
    /** @param answered gets exactly one answer, on any thread */
    void post(Attempt attempt, Consumer<Answer> answered);
}
