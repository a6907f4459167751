package io.sidetone.delivery;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.EventLog.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A shard's saved progress, by {@code <target>/<call>}: what the previous owner left and what was saved since.
 * Confined to the shard's thread.
 */
final class Rows {
    private final EventLog.Shard shard;
    private final Map<String, Progress> rows;

    Rows(EventLog.Shard shard) {
        this.shard = shard;
        this.rows = new HashMap<>(shard.progress());
    }

    @Nullable Progress get(String key) {
        return rows.get(key);
    }

    boolean has(String key) {
        return rows.containsKey(key);
    }

    /** @param progress null removes it */
    CompletionStage<Void> save(String key, @Nullable Progress progress) {
        if (progress == null) {
            rows.remove(key);
        } else {
            rows.put(key, progress);
        }
        return shard.save(key, progress);
    }

    /** Keys that begin so, of calls that were set aside by themselves. */
    List<String> parked(String prefix) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().startsWith(prefix) && row.getValue().parkedFrom() != null)
                .map(Map.Entry::getKey)
                .toList();
    }
}
