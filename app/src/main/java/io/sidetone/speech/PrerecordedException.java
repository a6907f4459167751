package io.sidetone.speech;

/** A piece of audio was not transcribed. */
public final class PrerecordedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    public PrerecordedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
