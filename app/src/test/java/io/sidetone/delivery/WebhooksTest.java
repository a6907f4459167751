package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.Events;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way from the log to a receiver's socket and back. */
@Timeout(30)
class WebhooksTest {
    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aCallArrivesInTheOrderOfItsEvents() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(204))) {
            fixture.start(Fixture.target("nlu", receiver.url()));

            LongStream.rangeClosed(1, 50).forEach(seq -> fixture.append(Events.spoken("s_a", seq)));
            fixture.append(Events.ended("s_a", 51));

            List<String> expected =
                    LongStream.rangeClosed(1, 51).mapToObj(seq -> "s_a#" + seq).toList();
            receiver.await(51);
            assertThat(receiver.places()).isEqualTo(expected);
            assertThat(fixture.awaitDeliveries(Status.DELIVERED, 51)).hasSize(51);
        }
    }
}
