using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames.Validation;

/// <summary>Makes tables for the tests of validation.</summary>
internal static class TestTables
{
    public static Gen<Column> Column(string name, int rows)
    {
        Gen<bool[]> present = Gen.Frequency((3, Gen.Constant(Enumerable.Repeat(true, rows).ToArray())), (2, Gen.Elements(true, true, true, false).ArrayOf(rows)), (1, Gen.Constant(new bool[rows])));
        Gen<Column> integers = from flags in present
                               from values in Gen.OneOf(Gen.Choose(-50, 50).Select(value => (long)value), ArbMap.Default.GeneratorFor<long>(), Gen.Elements(long.MinValue, long.MaxValue, 0)).ArrayOf(rows)
                               select (Column)new IntegerColumn(name, values, new Validity(flags));
        Gen<Column> doubles = Gen.OneOf(ArbMap.Default.GeneratorFor<double>(), Gen.Choose(-400, 400).Select(value => value / 8.0)).ArrayOf(rows).Select(values => (Column)new DoubleColumn(name, values));
        Gen<Column> booleans = from flags in present
                               from values in ArbMap.Default.GeneratorFor<bool>().ArrayOf(rows)
                               select (Column)new BooleanColumn(name, values, new Validity(flags));
        Gen<Column> times = from flags in present
                            from values in Gen.OneOf(Gen.Choose(0, 2000).Select(day => day * TimeSpan.TicksPerDay), Gen.Choose(0, int.MaxValue).Select(tick => tick * 1_000_000_000L)).ArrayOf(rows)
                            from isUtc in ArbMap.Default.GeneratorFor<bool>()
                            select (Column)new TimestampColumn(name, values, isUtc, new Validity(flags));
        Gen<string?> text = Gen.Elements<string?>("", "a", "AB-1", "AB-22", "no", "null", "~", "it's", "ä\n", "😀", "12", "007", " 3", "2026-01-01", "true", "x#y: z", null);
        Gen<Column> texts = text.ArrayOf(rows).Select(cells => (Column)new TextColumn(name, cells));
        Gen<Column> codes = Gen.Choose(0, 9999).Select(code => $"K{code:0000}").ArrayOf(rows).Select(cells => (Column)new TextColumn(name, cells));
        return Gen.OneOf(integers, doubles, booleans, times, texts, codes, text.ArrayOf(rows).Select(cells => (Column)CategoryColumn.From(name, cells)));
    }

    public static Arbitrary<Frame> Frames { get; } = (
        from rows in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(20, 150))
        from a in Column("id", rows)
        from b in Column("second column", rows)
        from c in Column("ü: #3", rows)
        select Frame.Of(a, b, c)).ToArbitrary();

    public static IFrameChunks Cut(Frame table, int rows) => new Chunked(table, rows);

    private sealed class Chunked(Frame table, int rows) : IFrameChunks
    {
        public IReadOnlyDictionary<string, ColumnKind> Kinds => table.Columns.ToDictionary(column => column.Name, column => column.Kind);

        public IEnumerator<Frame> GetEnumerator()
        {
            for (int first = 0; first < table.RowCount; first += rows)
            {
                yield return table.Take([.. Enumerable.Range(first, Math.Min(rows, table.RowCount - first))]);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
