package io.sidetone.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known name somebody may have meant. */
final class EditDistance {
    /** Longer than any name of ours; the work grows with it. */
    private static final int LONGEST = 100;

    private EditDistance() {}

    static Optional<String> nearest(String name, Collection<String> known) {
        String start = name.substring(0, Math.min(name.length(), LONGEST));
        return known.stream().min(Comparator.comparingInt(candidate -> between(start, candidate)));
    }

    /** Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment). */
    static int between(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
