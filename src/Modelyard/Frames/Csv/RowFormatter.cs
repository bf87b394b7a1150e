using System.Buffers;
using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Formats rows as bytes.</summary>
internal sealed class RowFormatter
{
    private static readonly MissingTokens Tokens = new(CsvReadOptions.DefaultMissingTokens);

    private readonly byte _delimiter;
    private readonly byte[] _missing;
    private readonly SearchValues<byte> _quoted;
    private byte[] _bytes = new byte[1024];
    private int _length;

    public RowFormatter(CsvWriteOptions options)
    {
        if (options.Delimiter is not ('\t' or (> ' ' and <= '~')) || char.IsAsciiLetterOrDigit(options.Delimiter)
            || options.Delimiter is '"' or '.' or '+' or '-')
        {
            throw new ArgumentException(
                $"Delimiter is '{options.Delimiter}' and must be a tab or a printable ASCII character, not a letter, digit, quote, point or sign.",
                nameof(options));
        }

        _delimiter = (byte)options.Delimiter;
        _missing = Encoding.UTF8.GetBytes(options.MissingText);
        _quoted = SearchValues.Create([_delimiter, (byte)'"', CsvDialect.LineFeed, CsvDialect.CarriageReturn]);
    }

    /// <summary>Gets the bytes since the last call of <see cref="Format"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Formats rows in the place of those before.</summary>
    public void Format(CellFormatter[] cells, int first, int end)
    {
        _length = 0;
        for (int row = first; row < end; row++)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                if (cells[i].Column.IsMissing(row))
                {
                    Append(_missing);
                }
                else
                {
                    cells[i].Append(row, this);
                }

                Reserve(1)[0] = i < cells.Length - 1 ? _delimiter : CsvDialect.LineFeed;
                _length++;
            }
        }
    }

    public void AppendNames(IReadOnlyList<Column> columns)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            AppendText(Encoding.UTF8.GetBytes(columns[i].Name));
            Append([i < columns.Count - 1 ? _delimiter : CsvDialect.LineFeed]);
        }
    }

    /// <summary>Gets memory for some bytes; <see cref="Advance"/> tells how many were written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Appends a text, in quotes if it needs them.</summary>
    public void AppendText(ReadOnlySpan<byte> text)
    {
        if (!NeedsQuotes(text))
        {
            Append(text);
            return;
        }

        Append("\""u8);
        int quote;
        while ((quote = text.IndexOf((byte)'"')) >= 0)
        {
            Append(text[..(quote + 1)]);
            Append("\""u8);
            text = text[(quote + 1)..];
        }

        Append(text);
        Append("\""u8);
    }

    /// <summary>Gets a text as it is written.</summary>
    public byte[] Quote(string text)
    {
        _length = 0;
        AppendText(Encoding.UTF8.GetBytes(text));
        byte[] quoted = Written.ToArray();
        _length = 0;
        return quoted;
    }

    private bool NeedsQuotes(ReadOnlySpan<byte> text) =>
        text.IndexOfAny(_quoted) >= 0 || CellSyntax.Trim(text).Length < text.Length || Tokens.Find(text) >= 0 || text.StartsWith("\uFEFF"u8);
}
