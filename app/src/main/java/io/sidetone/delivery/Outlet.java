package io.sidetone.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/** What the shards share of one target: the way to it, and whether it still wants anything. Safe on any thread. */
record Outlet(Target target, Post post, Reports reports, AtomicBoolean stopped) {}
