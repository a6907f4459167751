package io.sidetone.sim.deepgram;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Hands out the faults a new stream meets, and keeps count. Safe on any thread. */
public final class FaultBook {
    private List<Page> pages;

    private static final class Page {
        final Faults.Rule rule;
        int meant; // streams that matched
        int struck;

        Page(Faults.Rule rule) {
            this.rule = rule;
        }

        boolean strikes(StreamRequest request, RandomGenerator random) {
            Scope scope = rule.scope();
            if (struck >= scope.most() || !scope.match().test(request)) {
                return false;
            }
            meant++;
            if (meant % scope.every() != 0 || random.nextDouble() >= scope.probability()) {
                return false;
            }
            struck++;
            return true;
        }
    }

    public FaultBook(Faults faults) {
        pages = pages(faults);
    }

    /** Counting starts afresh. */
    public synchronized void replace(Faults faults) {
        pages = pages(faults);
    }

    /** The faults for a stream that opens now; asking counts as opening. */
    public synchronized List<Fault> faultsFor(StreamRequest request, RandomGenerator random) {
        List<Fault> faults = new ArrayList<>();
        for (Page page : pages) {
            if (page.strikes(request, random)) {
                faults.add(page.rule.fault());
            }
        }
        return faults;
    }

    private static List<Page> pages(Faults faults) {
        return faults.rules().stream().map(Page::new).toList();
    }
}
