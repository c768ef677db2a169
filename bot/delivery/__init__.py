"""The replies side: the live show, the final post exactly once, and the reaper that lets nothing be lost."""
