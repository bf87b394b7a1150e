using Modelyard.Frames;
using Modelyard.Frames.Binning;

namespace Modelyard.Tests.Frames;

public sealed class IntervalSearchTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(21)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Many_numbers_are_in_the_intervals_that_the_definition_says(int count)
    {
        double[] edges = [.. Enumerable.Range(0, count).Select(edge => -1 + (edge * 0.25))];
        double[] values =
        [
            double.NaN, double.NegativeInfinity, double.PositiveInfinity, -0.0, .. edges, .. edges.Select(Math.BitIncrement), .. edges.Select(Math.BitDecrement),
            .. Enumerable.Range(0, 1001).Select(row => -3 + (row * 0.06)),
        ];
        foreach (bool isRight in new[] { true, false })
        {
            foreach (bool holdsLowest in new[] { true, false })
            {
                int[] codes = new int[values.Length];
                new IntervalSearch(edges, new CutOptions { Right = isRight, IncludeLowest = holdsLowest }).Find(values, codes);
                Assert.Equal(values.Select(value => Define(edges, value, isRight, holdsLowest)), codes);
            }
        }
    }

    private static int Define(double[] edges, double value, bool isRight, bool holdsLowest)
    {
        for (int i = 0; i + 1 < edges.Length; i++)
        {
            bool isIn = isRight ? (edges[i] < value && value <= edges[i + 1]) || (holdsLowest && i == 0 && value == edges[0]) : edges[i] <= value && value < edges[i + 1];
            if (isIn)
            {
                return i;
            }
        }

        return CategoryColumn.Missing;
    }
}
