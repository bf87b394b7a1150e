using System.Buffers.Binary;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Json;
using Modelyard.Numerics;

namespace Modelyard.Data.Mongo;

/// <summary>Represents a file of BSON documents, one after the other, as mongodump writes it.</summary>
internal sealed class BsonSource(ByteSource source, JsonReadOptions options) : IRecordSource
{
    private const int LeastLength = 5;

    /// <inheritdoc/>
    public IEnumerable<JsonPart> Cut(int length)
    {
        byte[] head = new byte[sizeof(int)];
        long start = 0, at = 0, number = 1, first = 1;
        while (at < source.Length)
        {
            long document = source.Read(at, head) == head.Length ? BinaryPrimitives.ReadInt32LittleEndian(head) : 0;
            if (document < LeastLength || document > source.Length - at || document > options.MaxRowLength)
            {
                throw Lie(number, at, document);
            }

            at += document;
            number++;
            if (at - start >= length || at == source.Length)
            {
                yield return new JsonPart(start, at, first);
                start = at;
                first = number;
            }
        }
    }

    /// <inheritdoc/>
    public RecordBlock Read(JsonPart part, IReadOnlyDictionary<string, ColumnKind> targets)
    {
        var block = new RecordBlock(options, targets);
        var records = new BsonRecords(block, options);
        byte[] bytes = new byte[part.End - part.Start];
        source.Read(part.Start, bytes);
        long number = part.First;
        try
        {
            for (int at = 0; at < bytes.Length; number++)
            {
                ParallelLoop.Check();
                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
                if (length < LeastLength || length > bytes.Length - at)
                {
                    throw new FrameFormatException(source.Name, "The file changed while it was read.");
                }

                records.Read(bytes.AsSpan(at, length), number);
                at += length;
            }
        }
        catch (ModelyardException exception) when (exception is not FrameFormatException)
        {
            throw new FrameFormatException(source.Name, exception.Message, exception);
        }

        return block;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FrameProblem> Locate(IReadOnlyList<RecordFault> faults) =>
        [.. faults.Select(fault => new FrameProblem(0, fault.Column is null ? null : $"'{fault.Column}'", FormattableString.Invariant($"Document {fault.Offset}: {fault.Message}")))];

    private FrameFormatException Lie(long number, long at, long length)
    {
        long left = source.Length - at;
        string what = left < sizeof(int) ? FormattableString.Invariant($"ends after '{left}' bytes and must begin with its length")
            : length > left ? FormattableString.Invariant($"says that it has '{length}' bytes, and the file has '{left}' more; it was cut off, or is no BSON")
            : length > options.MaxRowLength ? FormattableString.Invariant($"has '{length}' bytes, more than the '{options.MaxRowLength}' allowed. If that is meant, raise MaxRowLength")
            : FormattableString.Invariant($"says that it has '{length}' bytes and must have at least {LeastLength}; it is no BSON as mongodump writes it");
        return new FrameFormatException(source.Name, FormattableString.Invariant($"Document {number}, at byte {at}, {what}."));
    }
}
