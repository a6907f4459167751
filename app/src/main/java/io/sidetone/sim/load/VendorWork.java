package io.sidetone.sim.load;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * What every stream at the vendor works with.
 *
 * @param interimSamples audio between two interims
 * @param finalSamples audio between two finals
 */
record VendorWork(
        Chunks chunks,
        List<Leg> legs,
        FinalIds ids,
        UpstreamCounts upstream,
        Meters meters,
        LongSupplier nanos,
        long interimSamples,
        long finalSamples) {}
