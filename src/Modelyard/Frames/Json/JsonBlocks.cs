using System.Text;
using System.Text.Unicode;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Frames.Json;

/// <summary>Reads parts of a file into blocks; several threads may do so at a time.</summary>
internal sealed class JsonBlocks(ByteSource source, JsonLayout layout, JsonReadOptions options)
{
    // What the readers of numbers may look at past the end.
    private const int Padding = 32;

    /// <summary>Reads one part.</summary>
    public RecordBlock Read(JsonPart part, IReadOnlyDictionary<string, ColumnKind> targets)
    {
        var block = new RecordBlock(options, targets);
        int length = checked((int)(part.End - part.Start));
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(length + Padding);
        try
        {
            int read = source.Read(part.Start, buffer.AsSpan(0, length));
            buffer.AsSpan(read, Padding).Clear();
            if (Utf8.IsValid(buffer.AsSpan(0, read)))
            {
                var records = new JsonRecords(block, options);
                if (layout == JsonLayout.Lines)
                {
                    ReadLines(block, records, buffer, read, part.Start);
                }
                else
                {
                    ReadElements(block, records, buffer, read, part);
                }
            }
            else
            {
                long bad = part.Start + FirstInvalid(buffer.AsSpan(0, read));
                block.Fault(bad, null, FormattableString.Invariant($"The byte at offset '{bad}' is not UTF-8. Convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE."));
            }
        }
        catch (ModelyardException exception) when (exception is not FrameFormatException)
        {
            throw new FrameFormatException(source.Name, exception.Message, exception);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        return block;
    }

    private void ReadLines(RecordBlock block, JsonRecords records, byte[] buffer, int length, long offset)
    {
        for (int start = 0; start < length;)
        {
            ParallelLoop.Check();
            int found = buffer.AsSpan(start, length - start).IndexOf((byte)'\n');
            int end = found < 0 ? length : start + found;
            int first = SkipSpaces(buffer, start, end);
            if (end - first > options.MaxRowLength)
            {
                block.Fault(offset + first, null, $"The line is longer than '{options.MaxRowLength}' bytes. If that is meant, raise MaxRowLength.");
            }
            else if (first < end)
            {
                long faults = block.FaultCount;
                int after = SkipSpaces(buffer, first + records.Read(buffer, first, end, offset + first), end);
                if (after < end && block.FaultCount == faults)
                {
                    block.Fault(offset + after, null, FormattableString.Invariant($"The line goes on after its object at byte {offset + after}, and must hold one object."));
                }
            }

            start = end + 1;
        }
    }

    private static void ReadElements(RecordBlock block, JsonRecords records, byte[] buffer, int length, JsonPart part)
    {
        int at = SkipSpaces(buffer, 0, length);
        if (at == length)
        {
            // An array of nothing; the caller knows whether other parts have rows.
            return;
        }

        while (true)
        {
            ParallelLoop.Check();
            at = SkipSpaces(buffer, at, length);
            long faults = block.FaultCount;
            if (at == length)
            {
                block.Fault(part.Start + at, null, FormattableString.Invariant($"This is not JSON at byte {part.Start + at}: an object must follow the comma."));
                return;
            }

            at = SkipSpaces(buffer, at + records.Read(buffer, at, length, part.Start + at), length);
            if (at == length || block.FaultCount > faults)
            {
                return;
            }

            if (buffer[at] != (byte)',')
            {
                block.Fault(part.Start + at, null, FormattableString.Invariant($"This is not JSON at byte {part.Start + at}: '{(char)buffer[at]}' stands between two objects of the array where a comma must be."));
                return;
            }

            at++;
        }
    }

    private static int SkipSpaces(byte[] buffer, int start, int end)
    {
        while (start < end && buffer[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        return start;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out int used) == System.Buffers.OperationStatus.Done)
        {
            at += used;
        }

        return at;
    }
}
