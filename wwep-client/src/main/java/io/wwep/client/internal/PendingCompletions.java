package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tasks of a client that complete futures and are not done, each with the time at which a worker runs it if no other thread
 * has. All times are of {@link System#nanoTime()}. Thread-safe.
 */
final class PendingCompletions {

    /** How long the executor may exceed the deadline, so that dependent stages run on it if possible. */
    static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    /** Up to this size, tasks that are done are not removed from the list. */
    private static final int FEW_TASKS = 8;

    private final Closing closing;
    private final ReentrantLock lock = new ReentrantLock();

    /** The tasks that are not done, and some that are. */
    @GuardedBy("lock")
    private final List<CompletionTask> tasks = new ArrayList<>(0);

    /** If there are tasks, none is due before this time. */
    @GuardedBy("lock")
    private long soonest;

    /** How many tasks there may be before those that are done are removed. */
    @GuardedBy("lock")
    private int mostTasks = FEW_TASKS;

    PendingCompletions(Closing closing) {
        this.closing = closing;
    }

    /**
     * Adds a task, which other threads may run from now on.
     *
     * @param untilDeadline whether it may take until its deadline, as on an executor; otherwise it must be done in {@link #GRACE}
     * @return the time at which a worker runs it if no other thread has
     */
    long add(CompletionTask task, boolean untilDeadline) {
        task.publish();
        long patience = System.nanoTime() + GRACE;
        lock.lock();
        try {
            boolean patient = untilDeadline && !closing.hasBegun();
            task.due = patient && task.deadline() - patience > 0 ? task.deadline() : patience;
            if (tasks.size() >= mostTasks) {
                tasks.removeIf(CompletionTask::isDone);
                mostTasks = Math.max(FEW_TASKS, 2 * tasks.size());
            }
            soonest = tasks.isEmpty() || task.due - soonest < 0 ? task.due : soonest;
            tasks.add(task);
            return task.due;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has a worker run a task after {@link #GRACE}, since no thread is available now.
     *
     * @return the time at which a worker runs it
     */
    long retry(CompletionTask task) {
        long due = System.nanoTime() + GRACE;
        lock.lock();
        try {
            task.due = due;
            soonest = due - soonest < 0 ? due : soonest;
            return due;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shortens the time of all tasks to {@link #GRACE}. Call only after {@link Closing#begin}: tasks added since then get no
     * more than that anyway.
     */
    void shorten() {
        lock.lock();
        try {
            long end = System.nanoTime() + GRACE;
            for (CompletionTask task : tasks) {
                task.due = task.due - end < 0 ? task.due : end;
            }
            soonest = soonest - end < 0 ? soonest : end;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Collects the tasks that are due. One that is still not done {@link #GRACE} later is due again.
     *
     * @return the time at which to check again, or 0 if there are no tasks
     */
    long expire(long now, List<CompletionTask> overdue) {
        lock.lock();
        try {
            // Removing finished tasks at every early check would be wasted work. Without tasks, nothing may load a
            // class: the closed client's bundle may be gone.
            if (!tasks.isEmpty() && (closing.hasBegun() || soonest - now <= 0)) {
                tasks.removeIf(CompletionTask::isDone);
            }
            if (soonest - now <= 0) {
                soonest = now + GRACE;
                boolean first = true;
                for (CompletionTask task : tasks) {
                    if (task.due - now <= 0) {
                        overdue.add(task);
                        task.due = now + GRACE;
                    }
                    soonest = first || task.due - soonest < 0 ? task.due : soonest;
                    first = false;
                }
            }
            return tasks.isEmpty() ? 0 : soonest;
        } finally {
            lock.unlock();
        }
    }
}
