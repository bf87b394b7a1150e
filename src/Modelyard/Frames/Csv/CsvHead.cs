using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Modelyard.Frames.Csv;

/// <summary>Reads the head of a file: its encoding, its delimiter, its header.</summary>
internal sealed class CsvHead
{
    private const int SniffedLength = 64 * 1024;
    private const int SniffedRows = 50;

    private readonly ByteSource _source;
    private readonly CsvReadOptions _options;
    private byte[] _buffer = [];
    private int _end;

    private CsvHead(ByteSource source, CsvReadOptions options)
    {
        _source = source;
        _options = options;
    }

    private bool IsWhole => _end - RowScanner.Padding >= _source.Length;

    /// <summary>Reads the head.</summary>
    /// <exception cref="FrameFormatException">The bytes are not a table, or the header is faulty.</exception>
    public static CsvLayout Read(ByteSource source, CsvReadOptions options) => new CsvHead(source, options).Read();

    private CsvLayout Read()
    {
        Load(SniffedLength);
        ReadOnlySpan<byte> head = _buffer.AsSpan(RowScanner.Padding, _end - RowScanner.Padding);
        RefuseOtherFormats(head);
        bool hasMark = head.StartsWith("\uFEFF"u8);
        int start = RowScanner.Padding + (hasMark ? 3 : 0);
        while (start < _end && _buffer[start] is CsvDialect.LineFeed or CsvDialect.CarriageReturn)
        {
            start++;
        }

        if (head[(start - RowScanner.Padding)..].IndexOfAnyExcept(" \t\r\n"u8) < 0 && IsWhole)
        {
            throw Fault("The file is empty and must have a header and rows.");
        }

        byte quote = _options.Quote is char given ? CheckByte(given, nameof(CsvReadOptions.Quote)) : CsvDialect.LineFeed;
        byte delimiter = _options.Delimiter is char named ? CheckByte(named, nameof(CsvReadOptions.Delimiter)) : FindDelimiter(start, quote);
        CheckDifferent(delimiter, quote);
        var dialect = new CsvDialect(delimiter, quote);
        (string[] cells, int next) = ReadFirstRow(dialect, start);
        if (cells.Length > _options.MaxColumns)
        {
            throw Fault($"The first row has '{cells.Length}' columns and must have at most '{_options.MaxColumns}'. "
                + "Check the delimiter and the line ends, or raise MaxColumns.");
        }

        if (!_options.HasHeader)
        {
            string[] numbered = [.. Enumerable.Range(1, cells.Length).Select(number => $"column{number}")];
            return new CsvLayout(dialect, numbered, start - RowScanner.Padding, hasMark);
        }

        NameRowLabels(cells);
        CheckNames(cells);
        return new CsvLayout(dialect, cells, next - RowScanner.Padding, hasMark);
    }

    private void Load(int length)
    {
        _buffer = new byte[length + (2 * RowScanner.Padding)];
        _end = RowScanner.Padding + _source.Read(0, _buffer.AsSpan(RowScanner.Padding, length));
    }

    private void RefuseOtherFormats(ReadOnlySpan<byte> head)
    {
        string? other =
            head.StartsWith("PK\u0003\u0004"u8) ? "a ZIP archive or an Excel workbook. Unpack it, or save the sheet as CSV"
            : head.StartsWith("PAR1"u8) ? "a Parquet file. Convert it to CSV"
            : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "compressed with gzip. Unpack it"
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
                ? "text in UTF-16. Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE"
            : null;
        if (other is not null)
        {
            throw Fault($"This is not a CSV file in UTF-8 but {other}.");
        }

        int zero = head.IndexOf((byte)0);
        if (zero >= 0)
        {
            throw Fault($"This is not a CSV file: the byte at offset '{zero}' is zero, which no text has. Is it binary, or text in UTF-16?");
        }
    }

    private byte CheckByte(char value, string name)
    {
        bool isFit = value is > ' ' and <= '~' or '\t' && !char.IsAsciiLetterOrDigit(value) && value is not ('.' or '+' or '-');
        return isFit
            ? (byte)value
            : throw new ArgumentException($"{name} is '{value}' and must be a tab or a printable ASCII character, not a letter, digit, point or sign.", name);
    }

    private static void CheckDifferent(byte delimiter, byte quote)
    {
        if (delimiter == quote)
        {
            throw new ArgumentException($"Delimiter and Quote are both '{(char)quote}' and must differ.", nameof(delimiter));
        }
    }

    /// <summary>Finds the delimiter by which the most rows have as many fields as the first; of several, the one that gives the most fields.</summary>
    private byte FindDelimiter(int start, byte quote)
    {
        byte best = (byte)',';
        (double Share, int Fields) bestScore = (0, 1);
        foreach (byte candidate in ",;\t|"u8)
        {
            if (candidate == quote)
            {
                continue;
            }

            (double Share, int Fields) score = Score(new CsvDialect(candidate, quote), start);
            if (score.Fields > 1 && (bestScore.Fields == 1 || score.CompareTo(bestScore) > 0))
            {
                best = candidate;
                bestScore = score;
            }
        }

        return best;
    }

    private (double Share, int Fields) Score(CsvDialect dialect, int start)
    {
        using var scanner = new RowScanner(dialect, 0, _options.Width);
        int fields = 0, rows = 0, equal = 0, next = start;
        while (rows < SniffedRows && next < _end && scanner.Scan(_buffer, next, next + 1, _end, IsWhole))
        {
            next = scanner.Next;
            if (scanner.Problems.Count > 0)
            {
                // Quotes that do not stand at the ends of fields speak against the delimiter, and in the header rule it out.
                if (rows == 0)
                {
                    return (0, 1);
                }

                rows++;
                continue;
            }

            int found = scanner.Count - 1;
            bool isBlank = found == 1 && scanner.Ends[1] == scanner.Ends[0] + 1;
            if (scanner.Rows == 0 || isBlank)
            {
                continue;
            }

            fields = rows == 0 ? found : fields;
            equal += found == fields ? 1 : 0;
            rows++;
        }

        // A first row longer than what was looked at: count in it.
        return rows > 0
            ? ((double)equal / rows, fields)
            : (0, 1 + _buffer.AsSpan(start, _end - start).Count(dialect.Delimiter));
    }

    private (string[] Cells, int Next) ReadFirstRow(CsvDialect dialect, int start)
    {
        using var scanner = new RowScanner(dialect, 0, _options.Width);
        while (!scanner.Scan(_buffer, start, start + 1, _end, IsWhole))
        {
            if (_end - start > _options.MaxRowLength)
            {
                throw Fault($"The first row is longer than '{_options.MaxRowLength}' bytes. Is a quote not closed, or is this not a CSV file?");
            }

            Load(2 * (_end - RowScanner.Padding));
        }

        if (scanner.Problems.Count > 0)
        {
            bool isOpen = scanner.Problems[0].Kind == ProblemKind.OpenQuote;
            throw Fault(isOpen
                ? $"A quoted field of the first row is not closed. Close it with {(char)dialect.Quote}."
                : "A quoted field of the first row goes on after its closing quote. Double the quotes inside it.");
        }

        int length = scanner.Next - start;
        if (!Utf8.IsValid(_buffer.AsSpan(start, length)))
        {
            throw Fault("The first row is not UTF-8. Convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE.");
        }

        var row = new ChunkRows(_buffer, scanner.Ends, scanner.Count, 1, -RowScanner.Padding, dialect);
        byte[] scratch = [];
        string[] cells = new string[scanner.Count - 1];
        for (int i = 0; i < cells.Length; i++)
        {
            ReadOnlySpan<byte> raw = row.Raw(0, i);
            string cell = Encoding.UTF8.GetString(row.Content(raw, ref scratch));
            cells[i] = raw.Length > 0 && dialect.IsQuote(raw[0]) ? cell : cell.Trim();
        }

        return (cells, scanner.Next);
    }

    /// <summary>Names the column of row labels, which pandas and R write first and without a name.</summary>
    private static void NameRowLabels(string[] names)
    {
        if (names.Length < 2 || names[0].Length > 0 || names[1].Length == 0)
        {
            return;
        }

        string name = "row";
        for (int number = 2; names.Contains(name, StringComparer.Ordinal); number++)
        {
            name = $"row{number}";
        }

        names[0] = name;
    }

    private void CheckNames(string[] names)
    {
        var problems = new List<FrameProblem>();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string number = (i + 1).ToString(CultureInfo.InvariantCulture);
            if (names[i].Length == 0)
            {
                problems.Add(new FrameProblem(1, number, "The column has no name and must have one."));
            }
            else if (!first.TryAdd(names[i], i + 1))
            {
                problems.Add(new FrameProblem(1, number, $"The name '{names[i]}' is that of column {first[names[i]]} too, and each must be different."));
            }
        }

        if (problems.Count > 0)
        {
            IReadOnlyList<FrameProblem> listed = problems.Count > _options.MaxProblems ? problems.GetRange(0, Math.Max(1, _options.MaxProblems)) : problems;
            throw new FrameFormatException(_source.Name, listed, problems.Count, "Mend the header, or read the file without one.");
        }
    }

    private FrameFormatException Fault(string message) => new(_source.Name, message);
}
