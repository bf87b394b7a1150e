using System.Buffers;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Cuts a file into parts between two records, so that parts can be read side by side.</summary>
internal sealed class JsonCutter
{
    private const int BufferLength = 1 << 18;
    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"[]{},"u8);

    private readonly ByteSource _source;
    private readonly JsonReadOptions _options;
    private readonly byte[] _buffer = new byte[BufferLength];

    /// <summary>Initializes a cutter, and finds how the rows stand in the file.</summary>
    /// <exception cref="FrameFormatException">The file does not begin like a table.</exception>
    public JsonCutter(ByteSource source, JsonReadOptions options)
    {
        _source = source;
        _options = options;
        int read = source.Read(0, _buffer);
        ReadOnlySpan<byte> head = _buffer.AsSpan(0, read);
        int at = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        int first = head[at..].IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            throw new FrameFormatException(source.Name, read < BufferLength ? "The file is empty and must have rows." : "The file begins with nothing but spaces.");
        }

        at += first;
        Layout = options.Layout ?? FindLayout(head[at..]);
        if (Layout == JsonLayout.Array && head[at] != (byte)'[')
        {
            throw new FrameFormatException(source.Name, $"The file begins with '{(char)head[at]}' and must begin with '[', as an array of objects does.");
        }

        Start = Layout == JsonLayout.Array ? at + 1 : at;
    }

    /// <summary>Gets how the rows stand in the file.</summary>
    public JsonLayout Layout { get; }

    /// <summary>Gets the offset where the first record may begin.</summary>
    public long Start { get; }

    /// <summary>Cuts the file.</summary>
    /// <param name="length">The number of bytes of a part, at least.</param>
    /// <returns>The parts, in order; what lies between them is a comma.</returns>
    public IEnumerable<JsonPart> Cut(int length) => Layout == JsonLayout.Lines ? CutLines(length) : CutArray(length);

    private JsonLayout FindLayout(ReadOnlySpan<byte> head)
    {
        if (head[0] == (byte)'[')
        {
            return JsonLayout.Array;
        }

        if (head[0] != (byte)'{')
        {
            string what = head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "This is compressed with gzip. Name the file so that it ends with '.gz', or unpack it."
                : head.StartsWith("PAR1"u8) ? "This is a Parquet file. Read it as Parquet."
                : "This is not JSON: a table begins with '[' (an array of objects) or '{' (one object a line).";
            throw new FrameFormatException(_source.Name, what);
        }

        // One object over several lines is one record at best; mostly it is a table by columns.
        int line = head.IndexOf((byte)'\n');
        ReadOnlySpan<byte> one = line < 0 ? head : head[..line];
        bool isWhole = line >= 0 || head.Length < BufferLength - 3;
        if (isWhole && !EndsLikeObject(one))
        {
            throw new FrameFormatException(_source.Name, "The file is one object over several lines and must be an array of objects, or one object a line. pandas writes these with orient='records', and with lines=True.");
        }

        if (line < 0 && isWhole && IsTableByColumns(one))
        {
            throw new FrameFormatException(_source.Name, "The file is one object that holds a table by columns and must be an array of objects, or one object a line. pandas writes these with orient='records', and with lines=True.");
        }

        return JsonLayout.Lines;
    }

    private static bool EndsLikeObject(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> trimmed = line.TrimEnd(" \t\r\n"u8);
        return trimmed.Length > 1 && trimmed[^1] == (byte)'}';
    }

    /// <summary>Tells pandas' orients 'split' ({"columns":[...],"index":[...],"data":[[...]]}) and 'columns' ({"a":{"0":1,...},...}).</summary>
    private static bool IsTableByColumns(ReadOnlySpan<byte> text)
    {
        int value = text.IndexOf((byte)':');
        ReadOnlySpan<byte> rest = value < 0 ? [] : text[(value + 1)..].TrimStart(" \t\r\n"u8);
        return text.StartsWith("{\"columns\""u8) || rest.StartsWith("{\"0\""u8);
    }

    private IEnumerable<JsonPart> CutLines(int length)
    {
        long start = Start;
        while (start < _source.Length)
        {
            long end = start + length >= _source.Length ? _source.Length : EndOfLine(start + length - 1);
            yield return new JsonPart(start, end);
            start = end;
        }
    }

    private long EndOfLine(long from)
    {
        for (long at = from; at < _source.Length;)
        {
            int read = _source.Read(at, _buffer);
            int found = _buffer.AsSpan(0, read).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return at + found + 1;
            }

            at += read;
            if (at - from > _options.MaxRowLength)
            {
                throw TooLong(from);
            }
        }

        return _source.Length;
    }

    /// <summary>Cuts at commas that stand in the array itself, not in a value of it.</summary>
    private IEnumerable<JsonPart> CutArray(int length)
    {
        long start = Start, record = Start;
        int depth = 1;
        bool inText = false, isEscaped = false;
        for (long window = Start; window < _source.Length;)
        {
            int read = _source.Read(window, _buffer);
            int at = 0;
            while (at < read)
            {
                if (inText)
                {
                    at = SkipText(at, read, ref inText, ref isEscaped);
                    continue;
                }

                int found = _buffer.AsSpan(at, read - at).IndexOfAny(Structural);
                if (found < 0)
                {
                    break;
                }

                at += found;
                byte value = _buffer[at];
                inText = value == (byte)'"';
                depth += value is (byte)'[' or (byte)'{' ? 1 : value is (byte)']' or (byte)'}' ? -1 : 0;
                long offset = window + at;
                at++;
                if (depth == 0)
                {
                    yield return new JsonPart(start, offset);
                    CheckEnd(offset + 1);
                    yield break;
                }

                if (depth == 1 && value == (byte)',')
                {
                    record = offset + 1;
                    if (offset - start >= length)
                    {
                        yield return new JsonPart(start, offset);
                        start = offset + 1;
                    }
                }
            }

            window += read;
            if (window - record > _options.MaxRowLength)
            {
                throw TooLong(record);
            }
        }

        throw new FrameFormatException(_source.Name, [new FrameProblem(LineOf(record), null, "The array is not closed: the file ends in the record that begins here. Was it cut off?")], 1, string.Empty);
    }

    private int SkipText(int at, int read, ref bool inText, ref bool isEscaped)
    {
        if (isEscaped)
        {
            isEscaped = false;
            return at + 1;
        }

        int found = _buffer.AsSpan(at, read - at).IndexOfAny((byte)'"', (byte)'\\');
        if (found < 0)
        {
            return read;
        }

        inText = _buffer[at + found] != (byte)'"';
        isEscaped = inText;
        return at + found + 1;
    }

    private void CheckEnd(long from)
    {
        for (long at = from; at < _source.Length;)
        {
            int read = _source.Read(at, _buffer);
            int found = _buffer.AsSpan(0, read).IndexOfAnyExcept(" \t\r\n"u8);
            if (found >= 0)
            {
                throw new FrameFormatException(_source.Name, [new FrameProblem(LineFinder.Find(_source, [at + found])[0], null, "The file goes on after the end of the array and must end there.")], 1, string.Empty);
            }

            at += read;
        }
    }

    /// <summary>Finds the line of a record, which may begin after spaces and line ends.</summary>
    private long LineOf(long record)
    {
        int read = _source.Read(record, _buffer);
        int spaces = _buffer.AsSpan(0, read).IndexOfAnyExcept(" \t\r\n"u8);
        return LineFinder.Find(_source, [record + Math.Max(0, spaces)])[0];
    }

    private FrameFormatException TooLong(long offset) => new(
        _source.Name, [new FrameProblem(LineOf(offset), null, $"The record is longer than '{_options.MaxRowLength}' bytes. If that is meant, raise MaxRowLength.")], 1, string.Empty);
}
