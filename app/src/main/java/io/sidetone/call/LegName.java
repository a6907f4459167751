package io.sidetone.call;

/** Who is speaking, as events name it: the leg and its role. */
record LegName(String legId, String role) {}
