package io.sidetone.speech.lasting;

/** A provider with what the whole process knows of it. Any thread. */
record Vendor(Provider provider, Breaker streams, Breaker requests) {

    static Vendor of(Provider provider, LastingRules rules) {
        return new Vendor(provider, breaker(rules), breaker(rules));
    }

    private static Breaker breaker(LastingRules rules) {
        return new Breaker(rules.attemptsAtOnce(), rules.attemptsPerSecond());
    }

    String name() {
        return provider.name();
    }
}
