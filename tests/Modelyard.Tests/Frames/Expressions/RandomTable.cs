using Modelyard.Frames;

namespace Modelyard.Tests.Frames.Expressions;

/// <summary>Makes tables of random cells of all kinds, a tenth of them missing.</summary>
internal static class RandomTable
{
    private static readonly long[] Integers = [0, 1, -1, 2, 3, 5, -7, 10, 60, long.MaxValue, long.MinValue, 1L << 32];
    private static readonly double[] Doubles = [0, 1, -1, 0.5, -2.25, 1e300, double.PositiveInfinity, 3, 1e-9, -0.0];
    private static readonly string[] Texts = ["", "a", "ab", "B", "ä", "日本", "b,c", "a%b"];

    public static Frame Of(int rows, int seed)
    {
        var random = new Random(seed);
        return Frame.Of(
            new IntegerColumn("i", Cells(rows, random, Integers), Present(rows, random)),
            new IntegerColumn("j", Cells(rows, random, Integers.AsSpan(0, 9).ToArray())),
            new DoubleColumn("x", [.. Enumerable.Range(0, rows).Select(_ => random.Next(10) == 0 ? double.NaN : Doubles[random.Next(Doubles.Length)])]),
            new DoubleColumn("y", Cells(rows, random, Doubles)),
            new TextColumn("s", Enumerable.Range(0, rows).Select(_ => random.Next(10) == 0 ? null : Texts[random.Next(Texts.Length)])),
            CategoryColumn.From("c", Enumerable.Range(0, rows).Select(_ => random.Next(10) == 0 ? null : Texts[random.Next(5)])),
            CategoryColumn.From("d", Enumerable.Range(0, rows).Select(_ => Texts[random.Next(Texts.Length)])),
            new BooleanColumn("a", Cells(rows, random, [true, false]), Present(rows, random)),
            new BooleanColumn("b", Cells(rows, random, [true, false])),
            new TimestampColumn("t", [.. Enumerable.Range(0, rows).Select(_ => new DateTime(2000, 1, 1).Ticks + (random.NextInt64(2000) * TimeSpan.TicksPerHour))], validity: Present(rows, random)));
    }

    private static T[] Cells<T>(int rows, Random random, T[] choices)
    {
        var cells = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            cells[row] = choices[random.Next(choices.Length)];
        }

        return cells;
    }

    private static Validity Present(int rows, Random random)
    {
        bool[] present = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            present[row] = random.Next(10) != 0;
        }

        return new Validity(present);
    }
}
