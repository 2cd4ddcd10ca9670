import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * The stand-in for MongoDB on a machine that has none: `java EmbeddedMongo PORT [FILE]`, in memory without FILE.
 * A write is answered only when it is in the file, so that a kill of this process loses nothing that was acknowledged.
 * Ends by itself when its standard input closes: then whoever started it is gone.
 */
public class EmbeddedMongo {

    /** The driver refuses wire versions below 9; the server's own default is 8. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
        @Override public int getWireVersion() { return 13; }
    };

    public static void main(String[] args) throws Exception {
        MVStore.Builder settings = new MVStore.Builder().cacheSize(32).autoCommitBufferSize(16 * 1024);
        MVStore store = args.length > 1 ? settings.fileName(args[1]).open() : settings.open();
        MongoServer server = new MongoServer(new DurableBackend(store).version(VERSION));
        server.bind("127.0.0.1", Integer.parseInt(args[0]));
        // Closing the store commits what is left; a shutdown in the middle of a write must wait for it.
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        System.out.println("ready on " + server.getLocalAddress().getPort());
        while (System.in.read() >= 0) { }
        System.exit(0);
    }

    /** Commits after every write, many writers together, and never in the middle of one: a document and its index entries belong together. */
    private static final class DurableBackend extends H2Backend {
        private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify", "findandmodify",
            "create", "createIndexes", "dropIndexes", "deleteIndexes", "drop", "dropDatabase", "renameCollection");
        private final MVStore store;
        private final boolean inFile;
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
        private final java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
        private long committed;

        DurableBackend(MVStore store) {
            super(store);
            this.store = store;
            this.inFile = store.getFileStore() != null;
            store.setAutoCommitDelay(0);
        }

        @Override public Document handleMessage(MongoMessage message) {
            String command = message.getDocument().keySet().iterator().next();
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

        @Override public Document handleCommand(Channel channel, String database, String command, Document query) {
            return marked(command, super.handleCommand(channel, database, command, query));
        }

        /** So that the page and the command line can say that this is a stand-in. */
        private static Document marked(String command, Document answer) {
            if (command.equalsIgnoreCase("buildInfo")) answer.put("standIn", true);
            return answer;
        }
    }
}
