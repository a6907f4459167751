package io.sidetone.dashboard;

/** Why a request is not done. {@code code} is one of the protocol's. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    Refusal(String code, String message) {
        super(message, null, false, false); // an answer, not a failure of ours
        this.code = code;
    }

    static Refusal badRequest(String message) {
        return new Refusal("bad_request", message);
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
