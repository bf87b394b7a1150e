using Modelyard.Frames;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Makes tables of every kind of column and of every shape that an encoder looks for.</summary>
/// <param name="seed">What the cells follow from.</param>
internal sealed class RandomFrames(int seed)
{
    private static readonly int[] Lengths = [0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 129, 500, 1000, 3000, 9000];
    private static readonly long[] Edges = [long.MinValue, long.MaxValue, 0, -1, 1, int.MinValue, int.MaxValue];
    private static readonly double[] Numbers = [0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 0.1];
    private static readonly string[] Texts = ["", " ", "a", "b", "ab", "'", "\"", "\0", "é", "日本", "😀", "\uFFFD", "seven b", "eight by", "nine byte", "a text of more than twelve bytes", new string('z', 300), new string('é', 40), string.Concat(Enumerable.Repeat("😀", 30))];
    private static readonly long LastMicrosecond = DateTime.MaxValue.Ticks / 10 * 10;

    private readonly Random _random = new(seed);
    private int _rows;

    /// <summary>Makes a table.</summary>
    public Frame Next(int? rows = null)
    {
        _rows = rows ?? Lengths[_random.Next(Lengths.Length)];
        return Frame.Of(
            new IntegerColumn("n", [.. Enumerable.Range(0, _rows).Select(row => (long)row)]),
            new IntegerColumn("i'\"ü", Integers(), Missing()),
            new IntegerColumn("i2", Integers(), Missing()),
            new DoubleColumn("d", Doubles()),
            new DoubleColumn("d2", Doubles()),
            new BooleanColumn("b", Cells(() => _random.Next(2) == 0), Missing()),
            new TextColumn("s", Optional(Cells(Text))),
            new TextColumn("s2", Optional(Cells(() => _random.NextInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)))),
            Category(),
            new TimestampColumn("t", Ticks(), validity: Missing()),
            new TimestampColumn("z", Ticks(), isUtc: true, Missing()));
    }

    /// <summary>Cuts a table into chunks.</summary>
    public IEnumerable<Frame> Pieces(Frame frame)
    {
        yield return frame.Take([]);
        for (int first = 0; first < frame.RowCount;)
        {
            int count = Math.Min(frame.RowCount - first, 1 + _random.Next(frame.RowCount / 2 + 1));
            yield return frame.Take([.. Enumerable.Range(first, count)]);
            first += count;
        }
    }

    private long[] Integers()
    {
        long origin = _random.Next(3) == 0 ? _random.NextInt64(long.MinValue, long.MaxValue) : _random.Next(-1000, 1000);
        int few = 1 + _random.Next(20), step = 1 + _random.Next(1000);
        long last = origin;
        return _random.Next(7) switch
        {
            0 => Cells(() => unchecked(origin + _random.Next(few))),
            1 => Cells(() => Edges[_random.Next(Edges.Length)]),
            2 => Cells(() => _random.NextInt64(long.MinValue, long.MaxValue)),
            3 => Cells(() => last = unchecked(last + step)),
            4 => Cells(() => last = _random.Next(20) == 0 ? unchecked(last + 1) : last),
            5 => Cells(() => unchecked(origin + _random.Next(100_000))),
            _ => Cells(() => _random.Next(few) * 1_000_000_007L),
        };
    }

    private double[] Doubles()
    {
        int few = 1 + _random.Next(50), missing = _random.Next(3) == 0 ? 0 : 1 + _random.Next(30);
        Func<double> cell = _random.Next(4) switch
        {
            0 => () => Numbers[_random.Next(Numbers.Length)],
            1 => () => _random.Next(few) / 8.0,
            2 => () => _random.NextDouble(),
            _ => () => 0.0 * (_random.Next(2) - 0.5),
        };
        return Cells(() => missing > 0 && _random.Next(missing) == 0 ? double.NaN : cell());
    }

    private long[] Ticks()
    {
        long start = new DateTime(2001, 1, 1).Ticks, last = start;
        return _random.Next(4) switch
        {
            0 => Cells(() => _random.Next(2) == 0 ? 0 : LastMicrosecond),
            1 => Cells(() => _random.NextInt64(0, LastMicrosecond / 10) * 10),
            2 => Cells(() => last += TimeSpan.TicksPerSecond),
            _ => Cells(() => start + (_random.Next(40) * TimeSpan.TicksPerDay)),
        };
    }

    private CategoryColumn Category()
    {
        string[] levels = _random.Next(3) == 0 ? [.. Enumerable.Range(0, 4000).Select(level => $"level {level}")] : [.. Texts, "never used"];
        int used = 1 + _random.Next(levels.Length - 1);
        return CategoryColumn.From("c", Optional(Cells(() => levels[_random.Next(used)])));
    }

    private string Text() => Texts[_random.Next(Texts.Length)];

    private T[] Cells<T>(Func<T> cell) => [.. Enumerable.Range(0, _rows).Select(_ => cell())];

    private string?[] Optional(string[] cells)
    {
        Validity validity = Missing();
        return [.. cells.Select((cell, row) => validity.IsMissing(row) ? null : cell)];
    }

    private Validity Missing()
    {
        int rest = 2 + _random.Next(200);
        bool isMissing = false;
        return _random.Next(5) switch
        {
            0 => new Validity(_rows),
            1 => new Validity((ReadOnlySpan<bool>)new bool[_rows]),
            2 => new Validity((ReadOnlySpan<bool>)Cells(() => _random.Next(rest) != 0)),
            3 => new Validity((ReadOnlySpan<bool>)Cells(() => _random.Next(rest) == 0)),
            _ => new Validity((ReadOnlySpan<bool>)Cells(() => isMissing = _random.Next(80) == 0 ? !isMissing : isMissing)),
        };
    }
}
