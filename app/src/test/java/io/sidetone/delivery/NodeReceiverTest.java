package io.sidetone.delivery;

import org.junit.jupiter.api.Tag;

/** The example receiver in Node.js, which must be there. */
@Tag("peers")
class NodeReceiverTest extends JournalReceiverContract {
    NodeReceiverTest() {
        super(RunningReceiver.NODE);
    }
}
