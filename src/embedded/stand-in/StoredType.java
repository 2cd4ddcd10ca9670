import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/**
 * How keys and values stand in the file. The library's own way makes a Java serializer for each document, each time that a neighbour
 * is written. Here documents are BSON and texts UTF-8; all else, and whatever an earlier Flotilla wrote, is as the library has it.
 */
final class StoredType extends BasicDataType<Object> {

    /** Behind the last tag of the library. */
    private static final byte TEXT = 120;
    private static final byte DOCUMENT = 121;
    private final ObjectDataType others = new ObjectDataType();

    @Override public int compare(Object one, Object other) {
        return one instanceof String a && other instanceof String b ? a.compareTo(b) : others.compare(one, other);
    }

    @Override public void write(WriteBuffer target, Object value) {
        if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            target.put(TEXT).putVarInt(bytes.length).put(bytes);
        } else if (value instanceof Document document) {
            ByteBuf bson = Unpooled.buffer(1024);
            BsonEncoder.encodeDocument(document, bson);
            target.put(DOCUMENT).put(ByteBuffer.wrap(bson.array(), 0, bson.readableBytes()));
        } else others.write(target, value);
    }

    @Override public Object read(ByteBuffer source) {
        byte tag = source.get();
        if (tag == TEXT) {
            byte[] bytes = new byte[DataUtils.readVarInt(source)];
            source.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (tag == DOCUMENT) {
            ByteBuf bson = Unpooled.wrappedBuffer(source);
            Document document = BsonDecoder.decodeBson(bson);
            source.position(source.position() + bson.readerIndex());
            return document;
        }
        source.position(source.position() - 1);
        return others.read(source);
    }

    /** Roughly, in bytes: by it the store decides when a page is full, and how many of them it keeps at hand. */
    @Override public int getMemory(Object value) {
        if (value instanceof String text) return 48 + text.length();
        if (value instanceof byte[] bytes) return 24 + bytes.length;
        if (value instanceof Map<?, ?> map)
            return 64 + map.entrySet().stream().mapToInt(entry -> 48 + getMemory(entry.getKey()) + getMemory(entry.getValue())).sum();
        if (value instanceof Collection<?> list) return 48 + list.stream().mapToInt(this::getMemory).sum();
        return 24;
    }

    @Override public Object[] createStorage(int size) {
        return new Object[size];
    }
}
