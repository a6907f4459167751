package io.sidetone.dashboard;

/** How the process is, as whoever joins the rooms can tell. Any thread; must not block. */
public interface SystemView {
    SystemHealth health();

    /** What is measured. Rates are since it was last asked, so only the dashboard asks. */
    SystemStats stats();
}
