package io.sidetone.api;

import java.util.concurrent.CompletionStage;

/** Answers what is asked at one address. Called on the loop of the connection; must not wait. */
interface Handler {
    /** @throws Refused if the question itself will not do; later refusals complete the stage */
    CompletionStage<Reply> answer(Question asked);
}
