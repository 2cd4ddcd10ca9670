import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * Answers a write only when it is in the file, so that a kill of this process loses nothing that was acknowledged. Writers share a
 * commit, and none happens in the middle of a write: a document and its index entries belong together.
 */
final class DurableBackend extends H2Backend {

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify", "findandmodify",
        "create", "createIndexes", "dropIndexes", "deleteIndexes", "drop", "dropDatabase", "renameCollection");
    private static final int TIDY_EVERY_MS = 1_000;
    private static final int TIDY_FILL = 70;
    private static final int TIDY_PIECES = 16;
    private static final int TIDY_PIECE_BYTES = 256 * 1024;
    private static final int TIDY_REST_MS = 50;
    private static final int TIDY_AT_END_MS = 60;

    private final MVStore store;
    private final boolean inFile;
    /** Writes hold it shared, a commit alone. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final AtomicLong written = new AtomicLong();
    private long committed;
    private volatile boolean isFinishing;

    DurableBackend(MVStore store) {
        super(store);
        this.store = store;
        this.inFile = store.getFileStore() != null;
        if (!inFile) return;
        store.setAutoCommitDelay(0); // its background commits know nothing of our lock
        store.setRetentionTime(TIDY_EVERY_MS);
        Thread tidy = new Thread(() -> {
            try {
                tidyForEver();
            } catch (RuntimeException error) {
                endIfClosed(error);
                throw error;
            }
        }, "tidy");
        tidy.setDaemon(true);
        tidy.start();
    }

    /** Lets the running writes end, then nothing is written any more. */
    void finish(Runnable close) {
        isFinishing = true;
        lock.writeLock().lock(); // for good
        if (inFile) store.compactFile(TIDY_AT_END_MS);
        close.run();
    }

    // Called by the constructor above us, before our own fields are set.
    @Override protected MongoDatabase openOrCreateDatabase(String name) {
        return IndexedDatabase.open(name, getMvStore(), getCursorRegistry());
    }

    @Override public Document handleMessage(MongoMessage message) {
        try {
            return answer(message);
        } catch (RuntimeException error) {
            endIfClosed(error);
            throw error;
        }
    }

    /** A store that could not write (a full disk) closes itself for good; the next process opens what was acknowledged. */
    private void endIfClosed(RuntimeException error) {
        if (!inFile || isFinishing || !store.isClosed()) return;
        error.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private Document answer(MongoMessage message) {
        Document request = message.getDocument();
        String command = request.keySet().iterator().next();
        if (command.equals("aggregate")) return IndexedCollection.narrowedTo(Narrowing.of(request), () -> super.handleMessage(message));
        if (!inFile || !WRITES.contains(command)) return marked(command, super.handleMessage(message));
        Document answer;
        long mine;
        lock.readLock().lock();
        try {
            answer = super.handleMessage(message);
            mine = written.incrementAndGet();
        } finally {
            lock.readLock().unlock();
        }
        commitUpTo(mine);
        return answer;
    }

    private void commitUpTo(long mine) {
        lock.writeLock().lock();
        try {
            if (committed >= mine) return; // another writer's commit took ours along
            long all = written.get();
            store.commit();
            committed = all;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Every commit leaves a little dead space behind; without this the file would grow without end. */
    private void tidyForEver() {
        long seen = 0;
        for (boolean isTidy = true; ; ) {
            if (!slept(TIDY_EVERY_MS)) return;
            boolean isQuiet = written.get() == seen;
            if (isQuiet && isTidy) continue;
            seen = written.get();
            store.sync();
            isTidy = tidied() && isQuiet;
        }
    }

    /** Frees what it can in this turn, in pieces so small that those who write hardly notice. True when nothing is left to free. */
    private boolean tidied() {
        for (int piece = 0; piece < TIDY_PIECES; piece++) {
            lock.writeLock().lock();
            try {
                if (!store.compact(TIDY_FILL, TIDY_PIECE_BYTES)) return true;
            } finally {
                lock.writeLock().unlock();
            }
            if (!slept(TIDY_REST_MS)) return false;
        }
        return false;
    }

    /** False when the thread is asked to end instead. */
    private static boolean slept(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (InterruptedException end) {
            return false;
        }
    }

    @Override public Document handleCommand(Channel channel, String database, String command, Document query) {
        return marked(command, super.handleCommand(channel, database, command, query));
    }

    /** So that the page and the command line can say that this is a stand-in. */
    private static Document marked(String command, Document answer) {
        if (command.equalsIgnoreCase("buildInfo")) answer.put("standIn", true);
        return answer;
    }
}
