import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of an aggregation before it runs: what its first stage lets through (null: everything), and which fields
 * the rest looks at (null: any).
 */
record Narrowing(Document match, Set<String> fields) {

    static Narrowing of(Document aggregate) {
        if (!(aggregate.get("pipeline") instanceof List<?> stages) || stages.isEmpty()) return new Narrowing(null, null);
        if (!(stages.get(0) instanceof Document first && first.get("$match") instanceof Document match)) return new Narrowing(null, null);
        boolean isGrouped = stages.size() == 2 && stages.get(1) instanceof Document second && second.keySet().equals(Set.of("$group"));
        Set<String> fields = new HashSet<>();
        return new Narrowing(match, isGrouped && collect(stages.get(1), fields) ? fields : null);
    }

    /** Gathers the fields that an expression names; false when it may look at more than that. */
    private static boolean collect(Object expression, Set<String> fields) {
        if (expression instanceof Document document) return collectAll(document.values(), fields);
        if (expression instanceof Collection<?> list) return collectAll(list, fields);
        if (!(expression instanceof String text) || !text.startsWith("$")) return true;
        if (text.startsWith("$$")) return false;
        fields.add(text.substring(1));
        return true;
    }

    private static boolean collectAll(Collection<?> expressions, Set<String> fields) {
        return expressions.stream().allMatch(expression -> collect(expression, fields));
    }
}
