package io.sidetone.alerts;

import java.util.ArrayList;
import java.util.List;

/** Makes a machine of what was read. */
final class Builder {
    private static final Step TO_BE_SET = new Step.Fork(0, 0);

    private final List<Step> steps = new ArrayList<>();

    Machine build(Node node) throws Unfit {
        put(node);
        add(new Step.Found());
        return new Machine(steps);
    }

    private int add(Step step) throws Unfit {
        if (steps.size() == Machine.MOST_STEPS) {
            throw new Unfit("it makes a machine of more than " + Machine.MOST_STEPS + " steps; repeat less");
        }
        steps.add(step);
        return steps.size() - 1;
    }

    private void put(Node node) throws Unfit {
        if (node instanceof Node.One one) {
            add(one.step());
        } else if (node instanceof Node.Row row) {
            for (Node part : row.parts()) {
                put(part);
            }
        } else if (node instanceof Node.Choice choice) {
            choose(choice.ways());
        } else if (node instanceof Node.Again again) {
            repeat(again);
        }
    }

    private void choose(List<Node> ways) throws Unfit {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < ways.size() - 1; i++) {
            int fork = add(TO_BE_SET);
            put(ways.get(i));
            ends.add(add(TO_BE_SET));
            steps.set(fork, new Step.Fork(fork + 1, steps.size()));
        }
        put(ways.get(ways.size() - 1));
        ends.forEach(this::toHere);
    }

    private void repeat(Node.Again again) throws Unfit {
        for (int i = 0; i < again.least(); i++) {
            put(again.what());
        }
        if (again.most() == Node.FOREVER) {
            int fork = add(TO_BE_SET);
            put(again.what());
            add(new Step.Fork(fork, fork));
            steps.set(fork, new Step.Fork(fork + 1, steps.size()));
            return;
        }
        List<Integer> forks = new ArrayList<>();
        for (int i = again.least(); i < again.most(); i++) {
            forks.add(add(TO_BE_SET));
            put(again.what());
        }
        forks.forEach(fork -> steps.set(fork, new Step.Fork(fork + 1, steps.size())));
    }

    private void toHere(int jump) {
        steps.set(jump, new Step.Fork(steps.size(), steps.size()));
    }
}
