package io.sidetone.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one browser's trace says of a page's main thread: how long it was busy, what with, and how many frames were
 * drawn meanwhile. Each moment counts for the innermost event that the trace has for it.
 */
record MainThread(
        double seconds,
        double busyMs,
        double processorMs,
        int longTasks,
        Map<Work, Double> ms,
        int mainFrames,
        int presented,
        Map<String, Double> otherMs) {
    /** The categories of a trace that tell this. */
    static final List<String> CATEGORIES =
            List.of("disabled-by-default-devtools.timeline", "devtools.timeline", "__metadata");

    private static final int LONG_TASK_MS = 50;
    private static final int OTHERS_NAMED = 6;

    /** What a main thread does, by the names of events. */
    enum Work {
        SCRIPT,
        COMPILE,
        STYLE,
        LAYOUT,
        PREPAINT,
        PAINT,
        LAYERIZE,
        COMMIT,
        GC,
        OTHER;

        static Work of(String event) {
            return switch (event) {
                case "FunctionCall",
                        "EvaluateScript",
                        "FireAnimationFrame",
                        "TimerFire",
                        "EventDispatch",
                        "RunMicrotasks",
                        "WebSocketReceive",
                        "v8.callFunction" -> SCRIPT;
                case "v8.compile", "v8.compileModule", "V8.CompileCode" -> COMPILE;
                case "UpdateLayoutTree", "RecalculateStyles" -> STYLE;
                case "Layout" -> LAYOUT;
                case "PrePaint" -> PREPAINT;
                case "Paint" -> PAINT;
                case "Layerize" -> LAYERIZE;
                case "Commit" -> COMMIT;
                case "MajorGC", "MinorGC", "BlinkGC.AtomicPhase" -> GC;
                default -> OTHER;
            };
        }
    }

    /** From and until by the clock, and how long the thread had a processor meanwhile; all in microseconds. */
    private record Span(String name, long from, long until, long processor) {}

    /** Of the busiest renderer: of several all but one have no page. */
    static MainThread of(JsonNode events) {
        Map<String, List<Span>> spans = new HashMap<>(); // by process and thread
        List<String> mains = new ArrayList<>();
        for (JsonNode event : events) {
            String thread = event.path("pid") + "/" + event.path("tid");
            String name = event.path("name").asText();
            if (name.equals("thread_name") && event.at("/args/name").asText().equals("CrRendererMain")) {
                mains.add(thread);
            } else if (event.path("ph").asText().equals("X")) {
                long from = event.path("ts").asLong();
                spans.computeIfAbsent(thread, key -> new ArrayList<>())
                        .add(new Span(
                                name,
                                from,
                                from + event.path("dur").asLong(),
                                event.path("tdur").asLong()));
            }
        }
        String main = mains.stream()
                .max(Comparator.comparingLong(it -> spans.getOrDefault(it, List.of()).stream()
                        .filter(span -> span.name.equals("RunTask"))
                        .mapToLong(span -> span.until - span.from)
                        .sum()))
                .orElseThrow();
        return of(spans.getOrDefault(main, List.of()), events, main.substring(0, main.indexOf('/')));
    }

    private static MainThread of(List<Span> spans, JsonNode events, String process) {
        List<Span> tasks =
                spans.stream().filter(it -> it.name.equals("RunTask")).toList();
        long from = tasks.stream().mapToLong(Span::from).min().orElse(0);
        long until = tasks.stream().mapToLong(Span::until).max().orElse(0);
        Map<String, Double> own = own(spans);
        Map<Work, Double> ms = new EnumMap<>(Work.class);
        Map<String, Double> others = new HashMap<>();
        own.forEach((name, it) -> {
            ms.merge(Work.of(name), it, Double::sum);
            if (Work.of(name) == Work.OTHER) {
                others.put(name, it);
            }
        });
        return new MainThread(
                Math.max(1, (until - from) / 1e6),
                tasks.stream().mapToLong(it -> it.until - it.from).sum() / 1e3,
                tasks.stream().mapToLong(Span::processor).sum() / 1e3,
                (int) tasks.stream()
                        .filter(it -> it.until - it.from > LONG_TASK_MS * 1_000)
                        .count(),
                ms,
                count(events, process, "AnimationFrame", "b"),
                count(events, process, "AnimationFrame::Presentation", "n"),
                others);
    }

    private static int count(JsonNode events, String process, String name, String phase) {
        int count = 0;
        for (JsonNode event : events) {
            if (event.path("name").asText().equals(name)
                    && event.path("ph").asText().equals(phase)
                    && event.path("pid").asText().equals(process)) {
                count++;
            }
        }
        return count;
    }

    /** Milliseconds of each event without those within it; only what is within a task. */
    private static Map<String, Double> own(List<Span> spans) {
        List<Span> ordered = new ArrayList<>(spans);
        ordered.sort(Comparator.comparingLong(Span::from)
                .thenComparing(Comparator.comparingLong(Span::until).reversed()));
        Map<String, Double> own = new HashMap<>();
        Deque<Span> around = new ArrayDeque<>();
        for (Span span : ordered) {
            while (!around.isEmpty() && around.peek().until <= span.from) {
                around.pop();
            }
            if (around.isEmpty() && !span.name.equals("RunTask")) {
                continue;
            }
            if (!around.isEmpty()) {
                own.merge(around.peek().name, -(span.until - span.from) / 1e3, Double::sum);
            }
            own.merge(span.name, (span.until - span.from) / 1e3, Double::sum);
            around.push(span);
        }
        return own;
    }

    double busyPercent() {
        return busyMs / 10 / seconds;
    }

    /** As busy but without the waits for a processor that others had: what the page itself costs. */
    double processorPercent() {
        return processorMs / 10 / seconds;
    }

    /** One line of what the page did, and one of what with, by the clock, as shares of one core. */
    String describe(String name) {
        String parts = ms.entrySet().stream()
                .map(it -> percent(it.getKey().name().toLowerCase(Locale.ROOT), it.getValue()))
                .collect(Collectors.joining(", "));
        String rest = otherMs.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(OTHERS_NAMED)
                .map(it -> percent(it.getKey(), it.getValue()))
                .collect(Collectors.joining(", "));
        return "%-18s main thread busy %4.1f %%, processor time %4.1f %%, tasks over 50 ms: %d; frames: %.1f a second, presented %.1f%n"
                        .formatted(
                                name,
                                busyPercent(),
                                processorPercent(),
                                longTasks,
                                mainFrames / seconds,
                                presented / seconds)
                + "               %s%n               other: %s".formatted(parts, rest);
    }

    private String percent(String name, double spentMs) {
        return "%s %.1f".formatted(name, spentMs / 10 / seconds);
    }
}
