package io.sidetone.world;

import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latency of the finals of many calls while nobody does harm, and under each kind of flood. Attackers, callers, vendor
 * and server share the machine.
 */
final class HostileBench {
    private static final int CALLS = Integer.getInteger("calls", 50);
    private static final int ATTACKERS = Integer.getInteger("attackers", 4);

    /** One blow; the attacker strikes again at once. */
    private interface Blow {
        void strike(World world) throws IOException;
    }

    private HostileBench() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> settings = Map.of("limits.header-seconds", "2");
        try (World world = World.start(Files.createTempDirectory("hostile"), settings)) {
            FinalLatency latency = new FinalLatency(world);
            Spoken spoken = Spoken.once("hello", 7_920);
            latency.of(10, "warm-up", spoken, Track.OUTBOUND);
            print("nobody", 0, latency.of(CALLS, "nobody", spoken, Track.OUTBOUND));
            attack(world, latency, spoken, "connections", HostileBench::connectAndReset);
            attack(world, latency, spoken, "slow heads", HostileBench::slowHeads);
            attack(world, latency, spoken, "requests", HostileBench::requests);
            attack(world, latency, spoken, "forged upgrades", HostileBench::forged);
            attack(world, latency, spoken, "pings", HostileBench::pings);
            attack(world, latency, spoken, "messages", HostileBench::messages);
        }
        System.exit(0); // the HTTP client of the simulators keeps threads
    }

    private static void attack(World world, FinalLatency latency, Spoken spoken, String name, Blow blow)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong blows = new AtomicLong();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            Thread attacker = new Thread(() -> {
                while (!over.get()) {
                    try {
                        blow.strike(world);
                        blows.incrementAndGet();
                    } catch (IOException e) {
                        blows.incrementAndGet(); // it was cut off: that is what happens to attackers
                    }
                }
            });
            attacker.setDaemon(true);
            attacker.start();
            attackers.add(attacker);
        }
        double[] latencies = latency.of(CALLS, name, spoken, Track.OUTBOUND);
        over.set(true);
        for (Thread attacker : attackers) {
            attacker.join();
        }
        print(name, blows.get(), latencies);
    }

    private static void connectAndReset(World world) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), world.server().port())) {
            socket.setSoLinger(true, 0);
        }
    }

    private static void slowHeads(World world) throws IOException {
        List<Knock> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(Knock.at(world.server().port()).say("POST /twilio/voice HTTP/1.1\r\nX-A: "));
        }
        for (Knock knock : slow) {
            knock.closed();
            knock.close();
        }
    }

    private static void requests(World world) throws IOException {
        try (Knock knock = Knock.at(world.server().port())) {
            for (int i = 0; i < 100; i++) {
                knock.say("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
            }
        }
    }

    private static void forged(World world) throws IOException {
        Knock.ask(world.server().port(), MediaSocket.upgrade(world.mediaUrl(), World.WRONG_TOKEN));
    }

    private static void pings(World world) throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            for (int i = 0; i < 1_000; i++) {
                media.frame(0x89, new byte[100]);
            }
        }
    }

    private static void messages(World world) throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            for (int i = 0; i < 1_000; i++) {
                media.text("{\"event\":\"surprise\"}");
            }
        }
    }

    private static void print(String name, long blows, double[] latencies) {
        System.out.printf("%-16s %8d blows  %s%n", name, blows, FinalLatency.summary(latencies));
    }
}
