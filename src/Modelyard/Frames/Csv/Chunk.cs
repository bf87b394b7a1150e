using System.Buffers;
using System.Text.Unicode;

namespace Modelyard.Frames.Csv;

/// <summary>Reads the rows that begin in one part of a file, on one thread. It is used again for one part after another.</summary>
internal sealed class Chunk : IDisposable
{
    private const int Slack = 16 * 1024;
    private const int LongestGuess = 1 << 20;

    private readonly CsvPass _pass;
    private readonly RowScanner _scanner;
    private byte[] _buffer = [];
    private int _dataEnd;
    private long _offset;

    public Chunk(CsvPass pass)
    {
        _pass = pass;
        _scanner = new RowScanner(pass.Dialect, pass.FieldCount, pass.Width);
        Readers = [.. pass.Plans.Select(plan => plan.CreateReader(pass.Tokens, pass.KeepQuotedTokens))];
    }

    /// <summary>Gets the readers of the columns.</summary>
    public CellReader[] Readers { get; }

    /// <summary>Gets the number of the part.</summary>
    public int Index { get; private set; }

    /// <summary>Gets the offset of the first row, as it was taken to be.</summary>
    public long Start { get; private set; }

    /// <summary>Gets the offset after the part: rows that begin there or later are not the chunk's.</summary>
    public long Stop { get; private set; }

    /// <summary>Gets the offset of the first row after those that were read.</summary>
    public long Next { get; private set; }

    /// <summary>Gets the number of rows that were read.</summary>
    public int Rows => _scanner.Rows;

    /// <summary>Gets what is wrong in the chunk.</summary>
    public List<ByteProblem> Problems { get; } = [];

    /// <summary>Gets the number of things that are wrong, of which only the first may be listed.</summary>
    public long ProblemCount { get; private set; }

    /// <summary>Reads a part.</summary>
    /// <param name="index">The number of the part.</param>
    /// <param name="begin">The offset at and after which rows begin.</param>
    /// <param name="stop">The offset before which they begin.</param>
    /// <param name="isRow">True if a row is known to begin at the first offset; false if it must be guessed.</param>
    public void Read(int index, long begin, long stop, bool isRow)
    {
        Index = index;
        Stop = stop;
        Problems.Clear();
        ProblemCount = 0;

        // One byte before tells whether the first is a line feed that belongs to a carriage return.
        _offset = begin - RowScanner.Padding;
        int length = (int)(stop - begin) + Slack;
        Reserve(length);
        int before = begin > 0 ? 1 : 0;
        _buffer[RowScanner.Padding - 1] = 0;
        _dataEnd = RowScanner.Padding - before + _pass.Source.Read(begin - before, _buffer.AsSpan(RowScanner.Padding - before, length + before));
        int first = isRow ? RowScanner.Padding : GuessStart((int)(stop - begin));
        int last = RowScanner.Padding + (int)(stop - begin);
        Start = _offset + first;
        if (!TryScan(first, last, isRow))
        {
            Next = _pass.End;
            return;
        }

        Next = _offset + _scanner.Next;
        foreach ((int at, ProblemKind kind, int found) in _scanner.Problems)
        {
            Add(new ByteProblem(_offset + at, kind, Found: found));
        }

        if (CheckLength() && CheckText(first, _scanner.Next))
        {
            ReadCells();
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ReturnBuffer();
        _scanner.Dispose();
        foreach (CellReader reader in Readers)
        {
            reader.Dispose();
        }
    }

    /// <summary>Gets the rows that were read.</summary>
    public ChunkRows View() => new(_buffer, _scanner.Ends, _pass.FieldCount + 1, _scanner.Rows, _offset, _pass.Dialect);

    private void ReadCells()
    {
        ChunkRows rows = View();
        foreach (CellReader reader in Readers)
        {
            reader.Read(rows);
            Problems.AddRange(reader.Problems);
            ProblemCount += reader.ProblemCount;
        }
    }

    /// <summary>Scans, reading on until the last row is whole.</summary>
    private bool TryScan(int first, int last, bool isRow)
    {
        while (true)
        {
            bool isLast = _offset + _dataEnd >= _pass.End;
            _buffer.AsSpan(_dataEnd, RowScanner.Padding).Clear();
            if (_scanner.Scan(_buffer, first, last, _dataEnd, isLast))
            {
                return true;
            }

            int row = _scanner.Next;
            if (!isRow && _dataEnd - row > LongestGuess)
            {
                // Likely the guess was wrong about quotes. Read it when the chunk before has told where its rows end.
                Start = -1;
                return false;
            }

            if (_dataEnd - row > _pass.MaxRowLength)
            {
                Problems.Clear();
                Add(new ByteProblem(_offset + row, ProblemKind.LongRow));
                return false;
            }

            int more = Math.Max(Slack, _dataEnd - RowScanner.Padding);
            Reserve(_dataEnd - RowScanner.Padding + more);
            _dataEnd += _pass.Source.Read(_offset + _dataEnd, _buffer.AsSpan(_dataEnd, more));
        }
    }

    private void Reserve(int length)
    {
        int needed = length + (2 * RowScanner.Padding);
        if (_buffer.Length < needed)
        {
            byte[] grown = ArrayPool<byte>.Shared.Rent(needed);
            _buffer.CopyTo(grown, 0);
            ReturnBuffer();
            _buffer = grown;
        }
    }

    /// <summary>Guesses where the first row begins: after the first line end that does not lie in quotes, so far as the first quote tells.</summary>
    /// <remarks>A wrong guess costs time only: the chunk before knows better, and then this one is read again.</remarks>
    private int GuessStart(int length)
    {
        CsvDialect dialect = _pass.Dialect;
        int at = RowScanner.Padding - 1;
        int end = Math.Min(at + 1 + length, _dataEnd);
        if (dialect.HasQuote)
        {
            int quote = _buffer.AsSpan(at, end - at).IndexOf(dialect.Quote) + at;
            bool closes = quote > at && quote + 1 < _dataEnd && dialect.IsStructural(_buffer[quote + 1]) && !dialect.IsStructural(_buffer[quote - 1]);
            at = closes ? quote + 1 : at;
        }

        bool inQuotes = false;
        while (at < end)
        {
            int found = _buffer.AsSpan(at, end - at).IndexOfAny(dialect.Quote, CsvDialect.LineFeed, CsvDialect.CarriageReturn);
            if (found < 0)
            {
                break;
            }

            at += found + 1;
            if (dialect.IsQuote(_buffer[at - 1]))
            {
                inQuotes = !inQuotes;
            }
            else if (!inQuotes)
            {
                bool isPair = _buffer[at - 1] == CsvDialect.CarriageReturn && at < _dataEnd && _buffer[at] == CsvDialect.LineFeed;
                return isPair ? at + 1 : at;
            }
        }

        return end;
    }

    /// <summary>Checks that no row is longer than allowed.</summary>
    private bool CheckLength()
    {
        int stride = _pass.FieldCount + 1;
        for (int row = 0; row < Rows && _dataEnd - RowScanner.Padding > _pass.MaxRowLength; row++)
        {
            int before = _scanner.Ends[row * stride];
            if (_scanner.Ends[(row * stride) + stride - 1] - before - 1 > _pass.MaxRowLength)
            {
                Add(new ByteProblem(_offset + before + 1, ProblemKind.LongRow));
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks that the rows are UTF-8 and hold no zero.</summary>
    private bool CheckText(int first, int end)
    {
        Span<byte> rows = _buffer.AsSpan(first, Math.Max(0, end - first));
        int zero = rows.IndexOf((byte)0);
        if (zero >= 0)
        {
            Add(new ByteProblem(_offset + first + zero, ProblemKind.Binary));
            return false;
        }

        if (Utf8.IsValid(rows))
        {
            return true;
        }

        int valid = 0;
        while (System.Text.Rune.DecodeFromUtf8(rows[valid..], out _, out int used) == OperationStatus.Done)
        {
            valid += used;
        }

        Add(new ByteProblem(_offset + first + valid, ProblemKind.NotUtf8));
        return false;
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Add(ByteProblem problem)
    {
        Problems.Add(problem);
        ProblemCount++;
    }
}
