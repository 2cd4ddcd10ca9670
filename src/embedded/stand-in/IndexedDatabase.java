import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A database whose indexes are used: the library's own ignores secondary ones, and unique ones as soon as a query asks for more than their keys. */
final class IndexedDatabase {

    // The base class opens collections and indexes in its constructor: only captured variables are there by then, no fields.
    static H2Database open(String name, MVStore store, CursorRegistry cursors) {
        return new H2Database(name, store, cursors) {

            @Override protected Index<Object> openOrCreateUniqueIndex(String collection, String index, List<IndexKey> keys, boolean sparse) {
                return new UniqueIndex(store.openMap(mapName(collection, index)), index, keys, sparse);
            }

            @Override protected Index<Object> openOrCreateSecondaryIndex(String collection, String index, List<IndexKey> keys, boolean sparse) {
                return new SecondaryIndex(store.openMap(mapName(collection, index)), index, keys);
            }

            @Override protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
                String full = getFullCollectionNamespace(collection);
                MVMap<Object, Document> data = store.openMap("databases." + full);
                return new IndexedCollection(this, collection, options, data, store.openMap("meta." + full), cursorRegistry);
            }

            // The names are the library's own: it removes the maps by them when an index, a collection or a database goes.
            private String mapName(String collection, String index) {
                return getFullCollectionNamespace(collection) + "._index_" + index;
            }
        };
    }

    /** Finds by its keys even when the query has further conditions, which are checked on what it finds. */
    private static final class UniqueIndex extends AbstractUniqueIndex<Object> {
        private final MVMap<KeyValue, Object> map;

        UniqueIndex(MVMap<KeyValue, Object> map, String name, List<IndexKey> keys, boolean sparse) {
            super(name, keys, sparse);
            this.map = map;
        }

        @Override public synchronized boolean canHandle(Document query) {
            return query.keySet().containsAll(keySet()) && super.canHandle(ownPartOf(query));
        }

        @Override public synchronized Iterable<Object> getPositions(Document query) {
            return super.getPositions(ownPartOf(query));
        }

        private Document ownPartOf(Document query) {
            Document part = new Document();
            for (String key : keys()) part.put(key, query.get(key));
            return part;
        }

        @Override protected Object removeDocument(KeyValue key) { return map.remove(key); }
        @Override protected boolean putKeyPosition(KeyValue key, Object position) { return map.putIfAbsent(key, Missing.ofNullable(position)) == null; }
        @Override protected Iterable<Map.Entry<KeyValue, Object>> getIterable() { return map.entrySet(); }
        @Override protected Object getPosition(KeyValue key) { return map.get(key); }
        @Override public long getCount() { return map.sizeAsLong(); }
        @Override public boolean isEmpty() { return map.isEmpty(); }
        @Override public long getDataSize() { return getCount(); }
    }

    private IndexedDatabase() { }
}
