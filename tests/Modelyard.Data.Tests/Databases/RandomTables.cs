using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

/// <summary>Makes tables of all kinds of cells at random, hostile ones among them, that a database can hold.</summary>
internal static class RandomTables
{
    private static readonly string[] Hostile =
    [
        "", " ", "a ", "NULL", "\\N", "\\", "'", "\"", "`", "''; DROP TABLE x; --", "tab\tline\nreturn\r", "é", "漢字", "\U0001F600", "\u0001", "%s", "$1", "?", ":a", "@a", "{}", "A", "a",
        "2001-01-01", "1e5", "007", new string('x', 300), new string('é', 5000),
    ];

    private static readonly long[] Edges = [0, 1, -1, 127, 128, 255, 256, -128, -129, 32_767, 32_768, 65_535, 65_536, -32_768, -32_769, 8_388_607, 8_388_608, 16_777_216, int.MaxValue, int.MaxValue + 1L, int.MinValue, int.MinValue - 1L, uint.MaxValue, uint.MaxValue + 1L, (1L << 53) + 1, long.MaxValue, long.MinValue];

    public static Arbitrary<Frame> Of(string database) => (
        from rows in Gen.Choose(0, 40)
        from integers in Cells(rows, Gen.OneOf(Gen.Elements(Edges), Gen.Choose(-200, 200).Select(value => (long)value)))
        from doubles in Cells(rows, Double(database))
        from booleans in Cells(rows, Gen.Elements(true, false))
        from texts in Cells(rows, Text(database))
        from levels in Cells(rows, Text(database))
        from times in Cells(rows, Ticks(database))
        from isUtc in Gen.Elements(true, false)
        from small in Gen.Elements(Edges)
        select Frame.Of(
            new IntegerColumn("integer", Values(integers), Present(integers)),
            new IntegerColumn("one size", [.. Values(integers).Select((_, row) => row % 2 == 0 ? small : 0)], Present(integers)),
            new DoubleColumn("double", [.. doubles.Select(cell => cell ?? double.NaN)]),
            new BooleanColumn("boolean", Values(booleans), Present(booleans)),
            new TextColumn("text", texts.Select(cell => cell?.Text)),
            CategoryColumn.From("category", levels.Select(cell => cell?.Text)),
            new TimestampColumn("time", Values(times), isUtc, Present(times)))).ToArbitrary();

    private static Gen<double> Double(string database) => Gen.OneOf(
        Gen.Elements(0.0, -0.0, 0.1, 1 / 3.0, double.Epsilon, double.MaxValue, double.MinValue, 1e15, 123456789.123456789),
        ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble).Where(value => !double.IsNaN(value)),
        Gen.Elements(double.PositiveInfinity, double.NegativeInfinity)).Where(value => database != "mariadb" || !double.IsInfinity(value));

    private static Gen<Some> Text(string database) => Gen.OneOf(Gen.Elements(Hostile), ArbMap.Default.GeneratorFor<string?>().Select(text => Clean(text ?? "", database))).Select(text => new Some(text));

    // Half a surrogate pair is no character; and PostgreSQL has no NUL.
    private static string Clean(string text, string database)
    {
        string whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return database == "postgres" ? whole.Replace("\0", "", StringComparison.Ordinal) : whole;
    }

    private static Gen<long> Ticks(string database) =>
        from day in Gen.Choose(0, (int)(DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay))
        from second in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 86_399))
        from ticks in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 9_999_999))
        select (day * TimeSpan.TicksPerDay) + (second * TimeSpan.TicksPerSecond) + (database == "sqlite" ? ticks : ticks / 10 * 10);

    private static Gen<T?[]> Cells<T>(int rows, Gen<T> cell)
        where T : struct => Gen.Frequency((4, cell.Select(value => (T?)value)), (1, Gen.Constant<T?>(null))).ArrayOf(rows);

    private static T[] Values<T>(T?[] cells)
        where T : struct => [.. cells.Select(cell => cell.GetValueOrDefault())];

    private static Validity Present<T>(T?[] cells)
        where T : struct => new([.. cells.Select(cell => cell.HasValue)]);

    private readonly record struct Some(string Text);
}
