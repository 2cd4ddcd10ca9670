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
import de.bwaldvogel.mongo.bson.ObjectId;
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
                if (isOfIds(keys)) return new IdIndex(openMap(store, dataName(collection)), index, keys);
                return new UniqueIndex(openMap(store, mapName(collection, index)), index, keys, sparse);
            }

            @Override protected Index<Object> openOrCreateSecondaryIndex(String collection, String index, List<IndexKey> keys, boolean sparse) {
                return new SecondaryIndex(openMap(store, mapName(collection, index)), index, keys);
            }

            @Override protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
                MVMap<Object, Document> data = openMap(store, dataName(collection));
                MVMap<String, Object> meta = store.openMap("meta." + getFullCollectionNamespace(collection));
                return new IndexedCollection(this, collection, options, data, meta, cursorRegistry);
            }

            // The names are the library's own: it removes the maps by them when an index, a collection or a database goes.
            private String dataName(String collection) {
                return "databases." + getFullCollectionNamespace(collection);
            }

            private String mapName(String collection, String index) {
                return getFullCollectionNamespace(collection) + "._index_" + index;
            }
        };
    }

    private static boolean isOfIds(List<IndexKey> keys) {
        return keys.size() == 1 && keys.get(0).getKey().equals("_id");
    }

    private static <Key, Value> MVMap<Key, Value> openMap(MVStore store, String name) {
        return store.openMap(name, new MVMap.Builder<Key, Value>().keyType(new StoredType()).valueType(new StoredType()));
    }

    /** Finds by its keys even when the query has further conditions, which are checked on what it finds. */
    private abstract static class ExactIndex extends AbstractUniqueIndex<Object> {

        ExactIndex(String name, List<IndexKey> keys, boolean sparse) {
            super(name, keys, sparse);
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

        @Override public boolean isEmpty() { return getCount() == 0; }
        @Override public long getDataSize() { return getCount(); }
    }

    private static final class UniqueIndex extends ExactIndex {
        private final MVMap<KeyValue, Object> map;

        UniqueIndex(MVMap<KeyValue, Object> map, String name, List<IndexKey> keys, boolean sparse) {
            super(name, keys, sparse);
            this.map = map;
        }

        @Override protected Object removeDocument(KeyValue key) { return map.remove(key); }
        @Override protected boolean putKeyPosition(KeyValue key, Object position) { return map.putIfAbsent(key, Missing.ofNullable(position)) == null; }
        @Override protected Iterable<Map.Entry<KeyValue, Object>> getIterable() { return map.entrySet(); }
        @Override protected Object getPosition(KeyValue key) { return map.get(key); }
        @Override public long getCount() { return map.sizeAsLong(); }
    }

    /** The documents are stored by their ids: a map of those would be a second copy of the keys, and another page to write each time. */
    private static final class IdIndex extends ExactIndex {
        private final MVMap<Object, Document> documents;

        IdIndex(MVMap<Object, Document> documents, String name, List<IndexKey> keys) {
            super(name, keys, false);
            this.documents = documents;
        }

        /** Of other kinds, several are one id to MongoDB, 1 and 1.0 for instance, and two here. */
        @Override public synchronized void checkAdd(Document document, MongoCollection<Object> collection) {
            Object id = document.get("_id");
            if (!(id instanceof String || id instanceof ObjectId)) throw new IllegalArgumentException("an _id is a text or an ObjectId here");
            super.checkAdd(document, collection);
        }

        // By now the document is stored, and with that its id.
        @Override public synchronized void add(Document document, Object position, MongoCollection<Object> collection) { }
        @Override protected boolean putKeyPosition(KeyValue key, Object position) { return true; }
        @Override protected Object removeDocument(KeyValue key) { return getPosition(key); }
        @Override protected Object getPosition(KeyValue key) { return documents.containsKey(key.get(0)) ? key.get(0) : null; }
        @Override protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
            return documents.keySet().stream().map(id -> Map.entry(new KeyValue(id), id))::iterator;
        }
        @Override public long getCount() { return documents.sizeAsLong(); }
    }

    private IndexedDatabase() { }
}
