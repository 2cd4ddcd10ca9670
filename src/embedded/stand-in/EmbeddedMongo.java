import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * The stand-in for MongoDB on a machine that has none: `java EmbeddedMongo PORT [FILE]`, in memory without FILE.
 * Ends by itself when its standard input closes: then whoever started it is gone.
 */
public class EmbeddedMongo {

    /** The driver refuses wire versions below 9; the server's own default is 8. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
        @Override public int getWireVersion() { return 13; }
    };

    public static void main(String[] args) throws Exception {
        MVStore.Builder settings = new MVStore.Builder().cacheSize(32).pageSplitSize(4096).autoCommitBufferSize(16 * 1024);
        MVStore store = args.length > 1 ? settings.fileName(args[1]).open() : settings.open();
        DurableBackend backend = new DurableBackend(store);
        MongoServer server = new MongoServer(backend.version(VERSION));
        server.bind("127.0.0.1", Integer.parseInt(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stopListening();
            backend.finish(server::shutdownNow);
        }));
        System.out.println("ready on " + server.getLocalAddress().getPort());
        while (System.in.read() >= 0) { }
        System.exit(0);
    }
}
