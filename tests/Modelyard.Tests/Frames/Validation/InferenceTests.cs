using Modelyard.Frames;
using Modelyard.Frames.Validation;
using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Tests.Frames.Validation;

public sealed class InferenceTests
{
    [Theory]
    [InlineData("AB-{0:0000}", "[A-Z]{2}-[0-9]{4}")]
    [InlineData("{0:00}.{0:000}/x", @"[0-9]{2}\.[0-9]{3}/[a-z]")]
    [InlineData("Z{0:000}", "[A-Z0-9]{4}")]
    [InlineData("N{0}-1", "[A-Z0-9]+-[0-9]")]
    [InlineData("Z{0}", null)]
    [InlineData("Track {0}", null)]
    [InlineData("no digits here", null)]
    [InlineData("-{0:00}", null)]
    public void Codes_get_a_pattern_and_prose_gets_none(string form, string? expected)
    {
        Frame table = Frame.Of(new TextColumn("code", Enumerable.Range(0, 100).Select(number => string.Format(form, number))));
        Assert.Equal(expected, TableSchema.Infer(table, new InferenceOptions { MaxLevels = 0 }).Columns[0].Pattern);
    }

    [Fact]
    public void Ranges_have_a_margin_and_do_not_turn_negative()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [5, 105]), new DoubleColumn("x", [-1.25, 8.75]), new IntegerColumn("full", [long.MinValue, long.MaxValue]), new DoubleColumn("one", [3, 3]));
        TableSchema schema = TableSchema.Infer(table);
        Assert.Equal([(0L, 115L), (-2.3, 9.8), (long.MinValue, long.MaxValue), (2.7, 3.3)], schema.Columns.Select(column => (column.Minimum.Value!, column.Maximum.Value!)));
        TableSchema exact = TableSchema.Infer(table, new InferenceOptions { RangeMargin = 0 });
        Assert.Equal((-1.25, 8.75), (exact.Columns[1].Minimum.Value, exact.Columns[1].Maximum.Value));
        Assert.True(TableSchema.Infer(table, new InferenceOptions { RangeMargin = null }).Columns.All(column => column.Minimum.IsMissing));
    }

    [Theory]
    [InlineData("id", true)]
    [InlineData("order_id", true)]
    [InlineData("OrderID", true)]
    [InlineData("orderId", true)]
    [InlineData("paid", false)]
    [InlineData("amount", false)]
    public void Keys_are_known_by_name_and_values(string name, bool isUnique)
    {
        Frame table = Frame.Of(new IntegerColumn(name, [.. Enumerable.Range(0, 50).Select(row => (long)row)]));
        ColumnSchema column = TableSchema.Infer(table).Columns[0];
        Assert.Equal((isUnique, isUnique), (column.Unique, column.Minimum.IsMissing));
        Assert.False(TableSchema.Infer(Frame.ConcatRows(table, table)).Columns[0].Unique);
    }

    [Fact]
    public void Few_texts_that_repeat_are_a_set()
    {
        Frame table = Frame.Of(new TextColumn("t", Enumerable.Range(0, 30).Select(row => $"level {row % 6}")), new TextColumn("u", Enumerable.Range(0, 30).Select(row => $"text {row % 7}")));
        TableSchema schema = TableSchema.Infer(table);
        Assert.Equal(6, schema.Columns[0].Allowed!.Count);
        Assert.Null(schema.Columns[1].Allowed);
    }

    [Fact]
    public void Vector_and_scalar_comparisons_agree()
    {
        var random = new Random(3);
        foreach (int length in new[] { 0, 1, 63, 64, 65, 130, 257 })
        {
            double[] numbers = [.. Enumerable.Range(0, length).Select(_ => random.Next(8) == 0 ? double.NaN : random.Next(-3, 4) / 2.0)];
            long[] integers = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(-3, 4))];
            ulong[] below = new ulong[(length + 63) / 64], above = new ulong[below.Length], belowIntegers = new ulong[below.Length], aboveIntegers = new ulong[below.Length];
            RangeMarker<double>.MarkBelow(numbers, 0.5, below);
            RangeMarker<double>.MarkAbove(numbers, 0.5, above);
            RangeMarker<long>.MarkBelow(integers, 1, belowIntegers);
            RangeMarker<long>.MarkAbove(integers, 1, aboveIntegers);
            for (int row = 0; row < length; row++)
            {
                bool Bit(ulong[] words) => ((words[row >> 6] >> (row & 63)) & 1) != 0;
                Assert.Equal((numbers[row] < 0.5, numbers[row] > 0.5, integers[row] < 1, integers[row] > 1), (Bit(below), Bit(above), Bit(belowIntegers), Bit(aboveIntegers)));
            }
        }
    }
}
