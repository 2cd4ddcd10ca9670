import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** A collection that reads no more documents than it must: by the best index, and in the wanted order until a page is full. */
final class IndexedCollection extends H2Collection {

    /** What an aggregation asks for, for as long as it runs on this thread. */
    private static final ThreadLocal<Narrowing> NARROWED = new ThreadLocal<>();
    private final MVMap<Object, Document> data;

    IndexedCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> data,
                      MVMap<String, Object> meta, CursorRegistry cursors) {
        super(database, name, options, data, meta, cursors);
        this.data = data;
    }

    /** Runs an aggregation of which it is known what it begins with: then not everything need be read for it. */
    static Document narrowedTo(Narrowing narrowing, Supplier<Document> aggregation) {
        NARROWED.set(narrowing);
        try {
            return aggregation.get();
        } finally {
            NARROWED.remove();
        }
    }

    @Override public synchronized Stream<Document> queryAllAsStream() {
        Narrowing narrowing = NARROWED.get();
        Document match = narrowing == null ? null : narrowing.match();
        if (match == null || match.isEmpty() || match.containsKey("$expr")) return super.queryAllAsStream();
        NARROWED.remove(); // it speaks of the first collection only, not of one that a later stage may read
        List<Document> covered = covered(match, narrowing.fields());
        if (covered != null) return covered.stream();
        return StreamSupport.stream(queryDocuments(match, null, 0, 0, 0, null).spliterator(), false);
    }

    @Override public synchronized Document handleDistinct(Document command) {
        String key = (String) command.get("key");
        List<Document> covered = command.get("query") instanceof Document query ? covered(query, Set.of(key)) : null;
        if (covered == null) return super.handleDistinct(command);
        Document answer = new Document("values", covered.stream().map(found -> found.get(key)).distinct().sorted().toList());
        Utils.markOkay(answer);
        return answer;
    }

    /** What matches, with these fields and those of the query alone, where the entries of an index tell that; else null. */
    private List<Document> covered(Document query, Set<String> fields) {
        if (fields == null) return null;
        for (Index<Object> index : getIndexes()) {
            List<Document> covered = index instanceof SecondaryIndex candidate ? candidate.covered(query, fields) : null;
            if (covered != null) return covered;
        }
        return null;
    }

    @Override protected QueryResult queryDocuments(Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
        List<?> ids = idsAlone(query);
        if (ids != null) {
            Stream<Document> found = ids.stream().distinct().map(data::get).filter(Objects::nonNull);
            return matchDocumentsFromStream(found, new Document(), orderBy, skip, limit, batchSize, fields);
        }

        for (Index<Object> index : getIndexes())
            if (!(index instanceof SecondaryIndex) && index.canHandle(query))
                return super.matchDocuments(query, index.getPositions(query), orderBy, skip, limit, batchSize, fields);

        SecondaryIndex best = null;
        for (Index<Object> index : getIndexes())
            if (index instanceof SecondaryIndex candidate && candidate.canHandle(query)
                && (best == null || candidate.precision(query) > best.precision(query))) best = candidate;

        if (isPageInOneDirection(orderBy, limit)) {
            boolean isById = orderBy.keySet().iterator().next().equals("_id");
            boolean backwards = ((Number) orderBy.values().iterator().next()).intValue() < 0;
            if (best == null && isById) return page(List.of(ids(query, backwards)), query, orderBy, skip, limit, batchSize, fields);
            int leading = best == null ? 0 : best.leadingFields(query);
            if (best != null && best.isInOrderAfter(leading, orderBy)) {
                SecondaryIndex.Bounds rest = best.boundsBehind(leading, query);
                List<Cursor<?, ?>> cursors = new ArrayList<>();
                for (String prefix : best.prefixes(query, leading)) cursors.add(best.entries(prefix, rest, backwards));
                return page(cursors, query, orderBy, skip, limit, batchSize, fields);
            }
        }
        return best == null
            ? super.matchDocuments(query, orderBy, skip, limit, batchSize, fields)
            : super.matchDocuments(query, best.getPositions(query), orderBy, skip, limit, batchSize, fields);
    }

    /**
     * Answers copies. The library hands out the stored documents themselves and sends them after its lock is given back: a write in
     * between would show up in an answer that came before it (two allocators would be told the same epoch), or half of it would.
     */
    @Override protected QueryResult createQueryResult(List<Document> found, int batchSize) {
        return super.createQueryResult(found.stream().map(Document::cloneDeeply).toList(), batchSize);
    }

    // Ids of one kind only: texts and numbers side by side are ordered differently by the store and by MongoDB.
    private boolean isPageInOneDirection(Document orderBy, int limit) {
        if (limit <= 0 || orderBy == null || orderBy.isEmpty()) return false;
        if (!(data.firstKey() instanceof String) || !(data.lastKey() instanceof String)) return false;
        Set<Boolean> directions = new HashSet<>();
        for (Object direction : orderBy.values()) {
            if (!(direction instanceof Number number)) return false; // $meta
            directions.add(number.intValue() < 0);
        }
        return directions.size() == 1 && !orderBy.containsKey("$natural");
    }

    /** What is asked for when that is a list of ids and nothing else: the library compares each document it finds with the whole list. */
    private static List<?> idsAlone(Document query) {
        if (query.size() != 1 || !(query.get("_id") instanceof Document asked) || asked.size() != 1) return null;
        return asked.get("$in") instanceof List<?> ids && ids.stream().allMatch(String.class::isInstance) ? ids : null;
    }

    private Cursor<?, ?> ids(Document query, boolean backwards) {
        Object from = bound(query, "$gt");
        Object to = bound(query, "$lt");
        return backwards ? data.cursor(to, from, true) : data.cursor(from, to, false);
    }

    private static Object bound(Document query, String operator) {
        if (!(query.get("_id") instanceof Document range)) return null;
        Object bound = range.containsKey(operator) ? range.get(operator) : range.get(operator + "e");
        return bound instanceof String ? bound : null;
    }

    /** Each cursor runs in the wanted order: the first so many matches of each are enough to choose the page from. */
    private QueryResult page(List<Cursor<?, ?>> cursors, Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
        Map<Object, Document> matches = new LinkedHashMap<>();
        for (Cursor<?, ?> cursor : cursors) {
            for (int wanted = skip + limit; wanted > 0 && cursor.hasNext(); ) {
                cursor.next();
                // An entry of the data holds the document itself, an entry of an index its id.
                Object id = cursor.getValue() instanceof Document ? cursor.getKey() : cursor.getValue();
                Document document = cursor.getValue() instanceof Document found ? found : data.get(id);
                if (document == null || !documentMatchesQuery(document, query)) continue;
                matches.put(id, document);
                wanted--;
            }
        }
        return matchDocumentsFromStream(matches.values().stream(), query, orderBy, skip, limit, batchSize, fields);
    }
}
