package io.sidetone.server;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/** For benches: processor time that threads have used, by the beginning of their names; nanoseconds. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** Of all threads whose name begins so. */
    static Map<String, Long> of(String... names) {
        Map<String, Long> used = new TreeMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            for (String name : names) {
                if (thread != null && thread.getThreadName().startsWith(name)) {
                    used.merge(name, Math.max(0, THREADS.getThreadCpuTime(id)), Long::sum);
                }
            }
        }
        return used;
    }
}
