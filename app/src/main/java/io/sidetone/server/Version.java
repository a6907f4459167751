package io.sidetone.server;

/** Which Sidetone this is. */
public final class Version {
    private Version() {}

    /** From the jar's manifest; {@code dev} when run from classes. */
    public static String get() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
