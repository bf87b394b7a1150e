using Modelyard.Data.Parquet.Decoding;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Parquet;

public sealed class ConditionMaskTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(777)]
    public void The_rows_that_hold_a_condition_are_those_of_its_definition(int rows)
    {
        var random = new Random(rows);
        int[] numbers = [.. Enumerable.Range(0, rows).Select(_ => random.Next(9) - 4)];
        var validity = new Validity((ReadOnlySpan<bool>)Array.ConvertAll(numbers, _ => random.Next(5) > 0));
        string[] texts = ["a", "", "é", "b", "\U0001F600"];
        (Column Column, object[] Values)[] columns =
        [
            (new IntegerColumn("c", Array.ConvertAll(numbers, number => (long)number), validity), [1, -2.5, 9L]),
            (new DoubleColumn("c", Array.ConvertAll(numbers, number => number switch { 4 => double.NaN, 3 => double.PositiveInfinity, 0 => -0.0, _ => number / 2.0 })), [0.0, -1, double.PositiveInfinity]),
            (new BooleanColumn("c", Array.ConvertAll(numbers, number => number > 0), validity), [true, false]),
            (new TimestampColumn("c", Array.ConvertAll(numbers, number => new DateTime(2001, 1, 10).AddDays(number).Ticks), validity: validity), [new DateTime(2001, 1, 11)]),
            (new TextColumn("c", numbers.Select(number => number == 4 ? null : texts[Math.Abs(number)])), ["a", "é", "zz"]),
            (CategoryColumn.From("c", numbers.Select(number => number == 4 ? null : texts[Math.Abs(number)])), ["a", "é", "zz"]),
        ];
        foreach ((Column column, object[] values) in columns)
        {
            foreach (ColumnOperator comparison in Enum.GetValues<ColumnOperator>())
            {
                foreach (object? value in comparison is ColumnOperator.Missing or ColumnOperator.Present ? new object?[] { null } : values)
                {
                    var condition = new ColumnCondition("c", comparison, value);
                    ulong[] keep = ConditionMask.All(rows);
                    ConditionMask.Apply(condition, column, keep);
                    Assert.Equal(Enumerable.Range(0, rows).Where(row => condition.Holds(column, row)), ConditionMask.Rows(keep));
                }
            }
        }
    }
}
