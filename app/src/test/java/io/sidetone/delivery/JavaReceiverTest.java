package io.sidetone.delivery;

/** The example receiver in Java. */
class JavaReceiverTest extends JournalReceiverContract {
    JavaReceiverTest() {
        super(RunningReceiver.compiledJava());
    }
}
