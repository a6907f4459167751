package io.sidetone.speech;

/** The fake keeps the seam's promises too; one that did not would make every test above it a lie. */
class FakeSpeechToTextTest extends SpeechToTextContract {
    @Override
    protected Vendor vendor() {
        FakeSpeechToText fake = new FakeSpeechToText();
        fake.closesWhenFinished = false;
        return new Vendor() {
            @Override
            public SpeechToText speechToText() {
                return fake;
            }

            @Override
            public int connections() {
                return Math.toIntExact(fake.sessions.stream()
                        .filter(session -> !session.slices.isEmpty())
                        .count());
            }

            @Override
            public byte[] heard() {
                return fake.latest().heard();
            }

            @Override
            public void settles(String text, long fromMs, long toMs) {
                fake.latest().settle(text, fromMs, toMs);
            }

            @Override
            public void confirmsTheEnd() {
                fake.latest().close(true, "finished");
            }

            @Override
            public void close() {}
        };
    }
}
