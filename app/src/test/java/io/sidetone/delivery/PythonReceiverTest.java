package io.sidetone.delivery;

import org.junit.jupiter.api.Tag;

/** The example receiver in Python 3, which must be there. */
@Tag("peers")
class PythonReceiverTest extends ReceiverContract {
    PythonReceiverTest() {
        super(RunningReceiver.PYTHON);
    }
}
