package io.sidetone.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/** What the shards share of one target: its connections, and whether it still wants anything. Safe on any thread. */
record Outlet(Target target, Sender sender, Reports reports, AtomicBoolean stopped) {}
