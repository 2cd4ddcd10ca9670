import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * A plain (not unique) index for equality on its leading fields. Entries are texts, `value NUL value NUL … _id`, so all documents
 * with the same leading values stand side by side, in the order of the fields that follow. It may find too much (an odd value, two texts that look alike), never too little:
 * whoever asks checks each document again.
 */
final class SecondaryIndex extends Index<Object> {

    private static final String END = "\0";
    private static final String STAND_IN_FOR_END = "\1";
    private static final int MOST_PREFIXES = 64;
    /** Stands before all entries and says how they are written; an index written otherwise is emptied, and so made anew. */
    private static final String FORMAT = "";
    private static final String THIS_FORMAT = "ordered";
    private final MVMap<String, Object> map;

    SecondaryIndex(MVMap<String, Object> map, String name, List<IndexKey> keys) {
        super(name, keys, true); // "sparse": a document that is not in it is no damage
        this.map = map;
        if (THIS_FORMAT.equals(map.get(FORMAT))) return;
        map.clear();
        map.put(FORMAT, THIS_FORMAT);
    }

    /** How many of its leading fields the query gives values for. */
    int leadingFields(Document query) {
        int fields = 0;
        while (fields < keys().size() && !valuesOf(query.get(keys().get(fields))).isEmpty()) fields++;
        return fields;
    }

    /** The more, the fewer of its entries are looked at: a value counts for more than a bound. */
    int precision(Document query) {
        int fields = leadingFields(query);
        return 2 * fields + (boundsBehind(fields, query) == Bounds.NONE ? 0 : 1);
    }

    /** True when documents with the same leading values come in this order, or in its reverse. */
    boolean isInOrderAfter(int fields, Document orderBy) {
        List<String> next = new ArrayList<>(keys().subList(fields, keys().size()));
        if (!next.contains("_id")) next.add("_id"); // every entry ends with it
        List<String> wanted = new ArrayList<>(orderBy.keySet());
        return wanted.size() <= next.size() && next.subList(0, wanted.size()).equals(wanted);
    }

    /** The beginnings of the entries that the query means; more than one when it has an `$in`; null when they are too many. */
    List<String> prefixes(Document query, int fields) {
        List<String> prefixes = List.of("");
        for (String key : keys().subList(0, fields)) {
            List<String> longer = new ArrayList<>();
            for (String prefix : prefixes) for (Object value : valuesOf(query.get(key))) longer.add(prefix + text(value) + END);
            if (longer.size() > MOST_PREFIXES) return null;
            prefixes = longer;
        }
        return prefixes;
    }

    /** Goes through the entries with this beginning, in the order of the rest; those whose rest is outside the bounds may be left out. */
    Cursor<String, Object> entries(String prefix, Bounds rest, boolean backwards) {
        String first = prefix + rest.lowest;
        String last = prefix + rest.highest + '\uffff';
        return backwards ? map.cursor(last, first, true) : map.cursor(first, last, false);
    }

    /** What an entry's rest begins with at least and at most; empty: no bound. */
    record Bounds(String lowest, String highest) {
        static final Bounds NONE = new Bounds("", "");
    }

    /** The bounds that the query sets to the field behind the leading ones. */
    Bounds boundsBehind(int fields, Document query) {
        String next = fields < keys().size() ? keys().get(fields) : "_id";
        if (!(query.get(next) instanceof Document range)) return Bounds.NONE;
        Object lowest = range.containsKey("$gt") ? range.get("$gt") : range.get("$gte");
        Object highest = range.containsKey("$lt") ? range.get("$lt") : range.get("$lte");
        if (next.equals("_id") && isPlain(lowest) && isPlain(highest)) return new Bounds(text(lowest), text(highest));
        // Of any other field one bound: of a list, one element may be above the one and another below the other.
        if (isPlain(highest)) return new Bounds(text(highest).substring(0, 1), text(highest));
        return isPlain(lowest) ? new Bounds(text(lowest), text(lowest).substring(0, 1)) : Bounds.NONE;
    }

    /**
     * What the query means, with its fields and these alone, read from the entries; null when they cannot tell: of values
     * that are neither texts nor yes or no, of lists, and where the query asks for more than the leading fields.
     */
    List<Document> covered(Document query, Set<String> fields) {
        int leading = leadingFields(query);
        if (leading == 0 || !Set.copyOf(keys().subList(0, leading)).containsAll(query.keySet())) return null;
        Set<String> wanted = new LinkedHashSet<>(fields);
        wanted.addAll(query.keySet());
        if (!keys().containsAll(wanted) || wanted.stream().anyMatch(key -> key.contains("."))) return null;
        List<String> prefixes = prefixes(query, leading);
        if (prefixes == null) return null;

        List<Document> covered = new ArrayList<>();
        Set<Object> positions = new HashSet<>();
        for (String prefix : prefixes)
            for (Cursor<String, Object> entry = entries(prefix, Bounds.NONE, false); entry.hasNext(); ) {
                String[] values = entry.next().split(END, -1);
                if (!positions.add(entry.getValue())) return null; // it has a list
                Document document = new Document();
                for (String key : wanted) {
                    Object value = valueOf(values[keys().indexOf(key)]);
                    if (value == null) return null;
                    document.put(key, value);
                }
                covered.add(document);
            }
        return covered;
    }

    @Override public boolean canHandle(Document query) {
        int fields = leadingFields(query);
        return fields > 0 && prefixes(query, fields) != null;
    }

    @Override public Iterable<Object> getPositions(Document query) {
        Set<Object> positions = new LinkedHashSet<>();
        int fields = leadingFields(query);
        Bounds rest = boundsBehind(fields, query);
        for (String prefix : prefixes(query, fields))
            for (Cursor<String, Object> entry = entries(prefix, rest, false); entry.hasNext(); ) {
                entry.next();
                positions.add(entry.getValue());
            }
        return positions;
    }

    private static List<Object> valuesOf(Object condition) {
        if (isPlain(condition)) return List.of(condition);
        if (!(condition instanceof Document operators)) return List.of();
        if (isPlain(operators.get("$eq"))) return List.of(operators.get("$eq"));
        if (!(operators.get("$in") instanceof Collection<?> list)) return List.of();
        return list.stream().allMatch(SecondaryIndex::isPlain) ? new ArrayList<>(new LinkedHashSet<>(list)) : List.of();
    }

    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean
            || value instanceof Instant || value instanceof ObjectId;
    }

    /** Texts of values of one kind have the order of the values. */
    private static String text(Object value) {
        if (value == null) return "-";
        if (value instanceof Number number) return "n" + ordered(number.doubleValue() + 0.0); // -0 is 0
        if (value instanceof Instant time) return "I" + ordered(time.toEpochMilli());
        return value.getClass().getSimpleName().charAt(0) + value.toString().replace(END, STAND_IN_FOR_END);
    }

    /** The value of a text that says all about it; else null. */
    private static Object valueOf(String text) {
        if (text.startsWith("S") && !text.contains(STAND_IN_FOR_END)) return text.substring(1);
        return switch (text) {
            case "Btrue" -> true;
            case "Bfalse" -> false;
            default -> null;
        };
    }

    // The bits of negative doubles are in the order opposite to their values, and would come behind those of the positive ones.
    private static String ordered(double value) {
        long bits = Double.doubleToLongBits(value);
        return HexFormat.of().toHexDigits(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    private List<String> entriesOf(Document document) {
        String id = text(document.get("_id"));
        List<String> entries = new ArrayList<>();
        for (KeyValue values : getKeyValues(document)) {
            StringBuilder entry = new StringBuilder();
            for (Object value : values) entry.append(text(value)).append(END);
            entries.add(entry + id);
        }
        return entries;
    }

    @Override public void add(Document document, Object position, MongoCollection<Object> collection) {
        for (String entry : entriesOf(document)) map.put(entry, position);
    }

    @Override public Object remove(Document document) {
        Object position = null;
        for (String entry : entriesOf(document)) position = map.remove(entry);
        return position;
    }

    @Override public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        List<String> old = entriesOf(before);
        List<String> now = entriesOf(after);
        if (old.equals(now)) return;
        for (String entry : old) map.remove(entry);
        for (String entry : now) map.put(entry, position);
    }

    @Override public Object getPosition(Document document) { return null; }
    @Override public void checkAdd(Document document, MongoCollection<Object> collection) { }
    @Override public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) { }
    @Override public long getCount() { return map.sizeAsLong() - 1; }
    @Override public long getDataSize() { return getCount(); }
    @Override public void drop() { }
}
