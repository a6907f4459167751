package io.sidetone.engine.embedded;

import io.sidetone.engine.CallFilter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter of calls as a condition on rows of the table {@code call}: the same as {@link CallFilter#matches}, where the
 * rows are. A call whose beginning is not known matches nothing but the filter that lets everything through.
 */
final class ScopeSql {
    private final StringBuilder text = new StringBuilder("call.started_data is not null");
    private final List<@Nullable Object> values = new ArrayList<>();

    private ScopeSql(CallFilter filter) {
        add(filter);
    }

    /** Restricts a question about calls. */
    static void restrictCalls(Sql sql, CallFilter scope) {
        if (!scope.isAll()) {
            ScopeSql condition = new ScopeSql(scope);
            sql.and(condition.text.toString(), condition.values.toArray());
        }
    }

    /** Restricts a question about the table {@code delivery}. */
    static void restrictDeliveries(Sql sql, CallFilter scope) {
        if (!scope.isAll()) {
            ScopeSql condition = new ScopeSql(scope);
            sql.and(
                    "exists(select 1 from call where call.call = delivery.call and " + condition.text + ")",
                    condition.values.toArray());
        }
    }

    private void add(CallFilter filter) {
        if (filter.direction() != null) {
            and("call.direction = ?", filter.direction());
        }
        prefixes("call.from_number", filter.from());
        prefixes("call.to_number", filter.to());
        if (!filter.accountSids().isEmpty()) {
            and(
                    "json_extract(cast(call.started_data as text), '$.accountSid') in (select value from json_each(?))",
                    Labels.write(filter.accountSids()));
        }
        filter.labels()
                .forEach((name, allowed) -> and(
                        "exists(select 1 from json_each(call.labels) l where l.key = ?"
                                + " and l.value in (select value from json_each(?)))",
                        name,
                        Labels.write(allowed)));
        if (filter.within() != null) {
            add(filter.within());
        }
    }

    private void prefixes(String column, List<String> prefixes) {
        if (!prefixes.isEmpty()) {
            and(
                    "exists(select 1 from json_each(?) p where substr(coalesce(" + column
                            + ", ''), 1, length(p.value)) = p.value)",
                    Labels.write(prefixes));
        }
    }

    private void and(String condition, Object... parameters) {
        text.append(" and ").append(condition);
        values.addAll(List.of(parameters));
    }

    /** Which calls a scope lets through, each looked up once. For one question, on a reader's thread. */
    static final class Known {
        private final Reads reads;
        private final ScopeSql condition;
        private final Map<String, Boolean> calls = new HashMap<>();

        Known(Reads reads, CallFilter scope) {
            this.reads = reads;
            this.condition = new ScopeSql(scope);
        }

        boolean has(String callId) throws SQLException {
            Boolean known = calls.get(callId);
            if (known == null) {
                List<@Nullable Object> parameters = new ArrayList<>(condition.values);
                parameters.add(0, callId);
                known = reads.state()
                                .number(
                                        "select count(*) from call where call.call = ? and " + condition.text,
                                        parameters.toArray())
                        > 0;
                calls.put(callId, known);
            }
            return known;
        }
    }
}
