using FsCheck;
using FsCheck.Fluent;
using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class UnsortedQuantileTests
{
    [Fact]
    public void A_quantile_of_numbers_in_any_order_is_that_of_the_sorted_ones()
    {
        Gen<(int Seed, int Count, int Kinds, double Share)> lists =
            from seed in Gen.Choose(0, 100_000)
            from count in Gen.Frequency((3, Gen.Choose(1, 3000)), (1, Gen.Choose(4000, 30_000)))
            from kinds in Gen.Elements(1, 2, 40, 1_000_000)
            from percent in Gen.Choose(0, 1000)
            select (seed, count, kinds, percent / 1000.0);
        Prop.ForAll(lists.ToArbitrary(), list =>
        {
            var random = new RandomStream((ulong)list.Seed);
            double[] numbers = new double[list.Count];
            foreach (ref double number in numbers.AsSpan())
            {
                number = random.NextInt(list.Kinds) - 3;
            }

            numbers[0] = list.Seed % 5 == 0 ? double.PositiveInfinity : numbers[0];
            double[] sorted = [.. numbers.Order()];
            return UnsortedQuantile.Of(numbers, list.Share).Equals(SortedQuantile.Of(sorted, list.Share));
        }).Check(Property.Repeatable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Numbers_that_rise_and_fall_take_little_time(bool isPipe)
    {
        // The median of three is poor for an organ pipe; sorting what is left bounds the time.
        const int Count = 1 << 20;
        double[] numbers = [.. Enumerable.Range(0, Count).Select(i => (double)(isPipe ? Math.Min(i, Count - i) : i))];
        double[] sorted = [.. numbers.Order()];
        Assert.Equal(SortedQuantile.Of(sorted, 0.5), UnsortedQuantile.Of(numbers, 0.5));
    }
}
